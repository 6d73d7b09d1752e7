// Saved jobs: create, get, list, update, reset, delete.
import type { LocalRequest, Route } from '../kernel/route.ts';
import { checkSettings, countOf, flagOf, idOf, invalid, merged, pageOf, positionOf } from './asking.ts';
import { isJson, type Job, type Json } from './model.ts';
import { jobOf, jobsRoute, mayManage, type Office } from './office.ts';
import { jobView } from './views.ts';

export function savedJobRoutes(office: Office): Route[] {
  const { store, context } = office;

  function create(request: LocalRequest): Json {
    mayManage(office, request, 'this workspace');
    const { access_control_list: _, ...settings } = request.body;
    checkSettings(settings);
    // Queueing is on by default since 2.2.
    const queue = request.path.startsWith('/api/2.2/') ? { queue: { enabled: true } } : {};
    const job: Job = {
      id: context.ids.next(),
      creator: request.principal.userName,
      createdAt: context.now(),
      settings: { name: 'Untitled', ...queue, ...settings },
    };
    store.saveJob(job);
    return { job_id: job.id };
  }

  function list(request: LocalRequest): Json {
    const name = request.query.get('name')?.toLowerCase();
    const limit = countOf(request, 'limit', 20, 100);
    const start = positionOf(request);
    const expand = flagOf(request, 'expand_tasks');
    const found = store
      .jobs()
      .filter(
        (job) => name === undefined || name === '' || String(job.settings['name']).toLowerCase() === name,
      );
    const { page, links } = pageOf(found, start, limit);
    return page.length === 0 ? links : { jobs: page.map((job) => jobView(job, expand)), ...links };
  }

  function change(request: LocalRequest, replace: boolean): void {
    const id = idOf(request, 'job_id');
    mayManage(office, request, `job ${id}`);
    const job = jobOf(office, id);
    const changes = request.body['new_settings'] ?? {};
    if (!isJson(changes)) throw invalid('new_settings must be an object.');
    const given = request.body['fields_to_remove'];
    const remove = Array.isArray(given) ? given.map(String) : [];
    const settings = replace ? { name: 'Untitled', ...changes } : merged(job.settings, changes, remove);
    checkSettings(settings);
    store.saveJob({ ...job, settings });
  }

  return [
    ...jobsRoute('POST', 'create', (request) => ({ body: create(request) })),
    ...jobsRoute('GET', 'list', (request) => ({ body: list(request) })),
    ...jobsRoute('GET', 'get', (request) => ({
      body: jobView(jobOf(office, idOf(request, 'job_id')), true),
    })),
    ...jobsRoute('POST', 'update', (request) => {
      change(request, false);
      return { body: {} };
    }),
    ...jobsRoute('POST', 'reset', (request) => {
      change(request, true);
      return { body: {} };
    }),
    ...jobsRoute('POST', 'delete', (request) => {
      const id = idOf(request, 'job_id');
      mayManage(office, request, `job ${id}`);
      jobOf(office, id);
      store.dropJob(id);
      return { body: {} };
    }),
  ];
}
