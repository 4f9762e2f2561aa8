/** A classifier as a bean of Spring Boot. */
@NullMarked
package dev.valence.examples.spring;

import org.jspecify.annotations.NullMarked;
