import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform';
import { ListPreferences } from '../application/list-preferences.js';
import { SetPreference } from '../application/set-preference.js';
import { PreferenceBody, PreferenceList, PreferenceParams, PreferenceRequest } from './choices-dto.js';

/** Which types of notification the one who asks wants; all, until they say otherwise. */
@ApiTags('preferences')
@Controller('preferences')
export class PreferencesController {
  readonly #list: ListPreferences;
  readonly #set: SetPreference;

  constructor(list: ListPreferences, set: SetPreference) {
    this.#list = list;
    this.#set = set;
  }

  @Get()
  @ApiOkResponse({ type: PreferenceList })
  async list(@CurrentUser() user: string): Promise<PreferenceList> {
    return { items: await this.#list.execute(user) };
  }

  @Put(':type')
  @ApiOkResponse({ type: PreferenceBody })
  set(
    @CurrentUser() user: string,
    @Param() { type }: PreferenceParams,
    @Body() { on }: PreferenceRequest,
  ): Promise<PreferenceBody> {
    return this.#set.execute(user, type, on);
  }
}
