/** The one place where the engine {@code fused} and DL4J's networks meet: conversion both ways. */
package dev.perplex.lm.dl4j;
