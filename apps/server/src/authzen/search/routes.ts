import { defineRoute, type Route } from '../../routes/route.ts';
import { listActions, listResources, listSubjects } from './candidates.ts';
import { actionResults, actionSearch, entityResults, resourceSearch, subjectSearch } from './schemas.ts';
import { search } from './search.ts';

const common = {
  tag: 'AuthZEN',
  method: 'post',
  wrongTypeStatus: 400,
  access: { agent: true, pep: 'search' },
} as const;
const description = 'One page of results.';

/** The searches of the AuthZEN Authorization API 1.0. */
export const searchRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    id: 'searchSubjects',
    path: '/access/v1/search/subject',
    summary: 'Find the subjects that may perform an action on a resource',
    body: subjectSearch,
    answers: { 200: { description, schema: entityResults } },
    handle(request, server) {
      const project = server.project();
      const candidates = listSubjects(request.body, request.principal, project);
      return search('subject', request.body, candidates, request, project);
    },
  }),
  defineRoute({
    ...common,
    id: 'searchResources',
    path: '/access/v1/search/resource',
    summary: 'Find the resources on which a subject may perform an action',
    body: resourceSearch,
    answers: { 200: { description, schema: entityResults } },
    handle(request, server) {
      const project = server.project();
      return search('resource', request.body, listResources(request.body, project), request, project);
    },
  }),
  defineRoute({
    ...common,
    id: 'searchActions',
    path: '/access/v1/search/action',
    summary: 'Find the actions that a subject may perform on a resource',
    body: actionSearch,
    answers: { 200: { description, schema: actionResults } },
    handle(request, server) {
      const project = server.project();
      return search('action', request.body, listActions(request.body, project), request, project);
    },
  }),
];
