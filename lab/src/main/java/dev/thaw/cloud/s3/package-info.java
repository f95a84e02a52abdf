/// S3: buckets, objects, uploads in parts, versions and settings; metadata is in the store, bodies
/// are files.
@NullMarked
package dev.thaw.cloud.s3;

import org.jspecify.annotations.NullMarked;
