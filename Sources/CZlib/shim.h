#pragma once
#include <zlib.h>

/// The window of 32 KiB, with header and trailer of the gzip format.
#define CZLIB_GZIP_WINDOW (15 + 16)

/// Swift does not see the macros that pass the version and the size of z_stream.
static inline int czlib_deflate_start(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, CZLIB_GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY);
}
static inline int czlib_inflate_start(z_stream *stream) {
  return inflateInit2(stream, CZLIB_GZIP_WINDOW);
}
