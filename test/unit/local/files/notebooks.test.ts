import { describe, expect, test } from '@jest/globals';
import { notebookLanguage, withoutExtension } from '../../../../src/local/files/notebooks.ts';

describe('what a notebook is', () => {
  test.each([
    ['a.py', '# Databricks notebook source\nx = 1', 'PYTHON'],
    ['a.py', '# Databricks notebook source', 'PYTHON'],
    ['a.py', '\uFEFF# Databricks notebook source\r\nx', 'PYTHON'],
    ['a.sql', '-- Databricks notebook source\n', 'SQL'],
    ['a.scala', '// Databricks notebook source\n', 'SCALA'],
    ['a.r', '# Databricks notebook source\n', 'R'],
    ['a.R', '# Databricks notebook source\n', 'R'],
    ['a.ipynb', '{}', 'PYTHON'],
    ['a.py', 'import x\n# Databricks notebook source\n', undefined],
    ['a.txt', '# Databricks notebook source\n', undefined],
    ['a.sql', '# Databricks notebook source\n', undefined],
  ])('%s beginning with %p is %s', (name, content, language) => {
    expect(notebookLanguage(name, content)).toBe(language);
  });

  test('only a notebook extension is taken off', () => {
    expect([withoutExtension('/a/b.py'), withoutExtension('/a/b.txt'), withoutExtension('/a.py/b')]).toEqual([
      '/a/b',
      '/a/b.txt',
      '/a.py/b',
    ]);
  });
});
