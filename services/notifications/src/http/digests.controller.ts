import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform';
import { GetDigest } from '../application/get-digest.js';
import { MailDigest } from '../application/mail-digest.js';
import { DigestBody, DigestRequest } from './dto.js';

/** What the one who asks has not read of a day. */
@ApiTags('digests')
@Controller('digests')
export class DigestsController {
  readonly #get: GetDigest;
  readonly #mail: MailDigest;

  constructor(get: GetDigest, mail: MailDigest) {
    this.#get = get;
    this.#mail = mail;
  }

  @Get()
  @ApiOkResponse({ type: DigestBody })
  get(@CurrentUser() user: string, @Query() { day }: DigestRequest): Promise<DigestBody> {
    return this.#get.execute(user, day);
  }

  @Post()
  @HttpCode(204)
  @ApiNoContentResponse()
  mail(@CurrentUser() user: string, @Body() { day }: DigestRequest): Promise<void> {
    return this.#mail.execute(user, day);
  }
}
