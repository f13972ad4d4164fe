import { IsUUID } from 'class-validator';
import { IsDid } from '../constraints.js';

/** The card through which a researcher found a work: somebody else's card on the same URL. */
export class Via {
  /** The card that was found. */
  @IsUUID()
  cardId!: string;

  /** DID of that card's curator. */
  @IsDid()
  curatorId!: string;
}
