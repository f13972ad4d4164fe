import { assertBuilt } from '../../infra/dev/build.mjs';
import { SERVICES } from '../../infra/dev/system.mjs';
import { ImageBuilder } from '../deployment/support/image-folders.js';
import { describeImages } from '../deployment/support/image-suite.js';
import { testFolder } from '../support/run.js';

// What `npm ci` and the build would put there is taken from the checkout, which has done both.
describeImages(SERVICES, () => {
  assertBuilt();
  return new ImageBuilder({ folder: testFolder('image'), steps: 'checkout' });
});
