namespace Ecom389.Monitor.Core;

/// <summary>One invariant of the store that does not hold.</summary>
/// <param name="Invariant">Its short name.</param>
/// <param name="Detail">What was found, with counts and an example.</param>
public sealed record StoreFault(string Invariant, string Detail);

/// <summary>What a check of the store found.</summary>
/// <param name="Checked">The invariants looked at.</param>
/// <param name="Faults">Those that do not hold; empty when all is well.</param>
public sealed record StoreCheckReport(IReadOnlyList<string> Checked, IReadOnlyList<StoreFault> Faults);

/// <summary>Where the bytes of all captures must lie in the archive: the end of the last one in each file.</summary>
/// <param name="File">Relative to the archive.</param>
/// <param name="Length">Bytes that the store refers to.</param>
public sealed record ArchiveNeed(string File, long Length);

/// <summary>A capture as stored.</summary>
/// <param name="Position">Where it stands in the order of <see cref="IStoreCare.CapturesAsync"/>.</param>
public sealed record StoredCapture(long Position, CaptureReference Capture);

/// <summary>Care of the store while it is in use: copies, checks, what it needs beside it.</summary>
public interface IStoreCare
{
    /// <summary>Copies the whole store as it is at one moment into a file that is not there yet. Writers are not held up.</summary>
    Task CopyToAsync(string file, CancellationToken cancellationToken);

    /// <summary>Checks the database's structure and the invariants of its records.</summary>
    Task<StoreCheckReport> CheckAsync(CancellationToken cancellationToken);

    /// <summary>What the archive must hold for the store's captures.</summary>
    Task<IReadOnlyList<ArchiveNeed>> ArchiveNeedsAsync(CancellationToken cancellationToken);

    /// <summary>Captures in the order in which they were stored, a part at a time: for comparing each with the archive.</summary>
    /// <param name="after">The <see cref="StoredCapture.Position"/> to go on from; 0 begins.</param>
    /// <param name="count">Most to return.</param>
    Task<IReadOnlyList<StoredCapture>> CapturesAsync(long after, int count, CancellationToken cancellationToken);

    /// <summary>Number of the newest schema step applied.</summary>
    Task<int> SchemaAsync(CancellationToken cancellationToken);

    /// <summary>Bytes of evidence captured since an instant, as archived.</summary>
    Task<long> CapturedBytesAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
