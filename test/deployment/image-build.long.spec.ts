import { SERVICES } from '../../infra/dev/system.mjs';
import { testFolder } from '../support/run.js';
import { ImageBuilder } from './support/image-folders.js';
import { describeImages } from './support/image-suite.js';

// Every step of the Dockerfile is run, `npm ci` and the build among them, in folders that begin empty.
describeImages(SERVICES, () => new ImageBuilder({ folder: testFolder('image'), steps: 'run' }));
