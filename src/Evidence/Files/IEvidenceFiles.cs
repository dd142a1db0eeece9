namespace Ecom389.Monitor.Evidence.Files;

/// <summary>A finished file of the archive.</summary>
/// <param name="Name">File name; names never clash, as a writer makes its own of its name, the time and chance.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the whole file, lower-case hexadecimal; null where the store does not say without reading it.</param>
public sealed record EvidenceFile(string Name, long Length, string? Sha256);

/// <summary>
/// Where finished files of the archive are kept and read from: a folder, which several machines may share, or an object store that
/// speaks S3. A file is written by one writer to a segment of its own in a folder (<see cref="WarcArchive"/>), is never changed once it is
/// finished, and only then comes here. Implementations let I/O errors through as <see cref="IOException"/> and are safe for concurrent use.
/// </summary>
public interface IEvidenceFiles
{
    /// <summary>
    /// Keeps a finished file. Once this returns its bytes are durable and have the hash given. Keeping the same file twice is
    /// keeping it once; another one of the same name is refused with an <see cref="IOException"/>, never overwritten.
    /// </summary>
    /// <param name="path">Where the file lies now.</param>
    /// <param name="sha256">Of its bytes, lower-case hexadecimal.</param>
    Task KeepAsync(string path, string sha256, CancellationToken cancellationToken);

    /// <summary>The file of a name, or null.</summary>
    Task<EvidenceFile?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a file whose time is over; nothing where there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>A seekable stream that reads only what is asked of it. Throws <see cref="FileNotFoundException"/> when there is none.</summary>
    Stream OpenRead(string name);
}
