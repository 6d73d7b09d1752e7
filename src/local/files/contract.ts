// What other rooms may ask of the workspace's files: where an object lies on the disk, and a checkout of their own.
import type { Principal } from '../kernel/route.ts';

/** An object of the workspace as it lies on the disk. */
export interface LocatedFile {
  /** Absolute path of the real file or folder. A notebook's path in the workspace has no extension, its file has one. */
  readonly file: string;
  /** Absolute path of the root to run it from: of its git folder, or else of the folder that holds it. */
  readonly root: string;
  /** Absolute workspace path of that root, without `/Workspace`: `/Repos/team/churn`; `/` in a checkout. */
  readonly rootPath: string;
  readonly kind: 'NOTEBOOK' | 'FILE' | 'DIRECTORY';
  /** HEAD of the git folder it belongs to; undefined outside git folders. */
  readonly commit: string | undefined;
}

/** Exactly one of the three. */
export interface GitPoint {
  readonly branch?: string;
  readonly tag?: string;
  readonly commit?: string;
}

/** A clone that belongs to the caller. */
export interface Checkout {
  readonly dir: string;
  /** Full id of the commit that is checked out. */
  readonly commit: string;
  /** Removes it from the disk; safe to call twice. */
  dispose(): Promise<void>;
}

export interface WorkspaceFiles {
  /**
   * Finds `/Workspace/Repos/team/churn/notebooks/unit_tests`, with or without the `/Workspace` in front, also for files that a
   * person imported outside of git folders. Undefined when there is nothing at the path.
   */
  locate(workspacePath: string): Promise<LocatedFile | undefined>;
  /**
   * As `locate`, for a path relative to a checkout (`notebooks/unit_tests` finds `notebooks/unit_tests.py`); undefined when it is
   * not there or leaves the checkout.
   */
  locateIn(dir: string, path: string): Promise<LocatedFile | undefined>;
  /**
   * Clones a remote at a point for `git_source`, with the git credentials of that principal; `provider` is the
   * `git_provider` that was said with it.
   * @throws ApiRefusal GIT_REMOTE_ERROR (unreachable, private), GIT_UNKNOWN_REF (no such branch, tag or commit)
   */
  cloneAt(url: string, at: GitPoint, principal: Principal, provider?: string): Promise<Checkout>;
}

/**
 * First line of a Python notebook in Databricks source format; a file that begins with it is a NOTEBOOK whose workspace path carries
 * no extension.
 */
export const NOTEBOOK_HEADER = '# Databricks notebook source';
