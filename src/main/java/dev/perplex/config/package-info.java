/**
 * Settings: HOCON files, profiles and {@code --set} merged over {@code reference.conf}, checked
 * whole, and bound to the records that the packages below declare. The one home of HOCON.
 */
package dev.perplex.config;
