#pragma once
#include <libpq-fe.h>
#include <sys/eventfd.h>

/// Makes a descriptor that ends waits in poll(2); Swift's Glibc module does not offer eventfd.
static inline int clibpq_eventfd(void) {
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}
