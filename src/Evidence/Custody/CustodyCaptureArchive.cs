using System.Security.Cryptography;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// An archive whose every capture is put down in the chain of custody before it is acknowledged: what lies on the disk is read
/// back and hashed, so that the chain speaks of the bytes kept, not of those meant: the page's record by itself, those beside
/// it together. Bytes of a file that belong to no capture (its first record) have an event of their own.
/// Captures that come to be settled together share their syncs (<see cref="SettlingGroup"/>).
/// </summary>
public sealed class CustodyCaptureArchive : ICaptureArchive
{
    private readonly WarcArchive _archive;
    private readonly string _folder;
    private readonly CustodyLog _log;
    private readonly string _who;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _covered = new(StringComparer.Ordinal);
    private readonly SettlingGroup _settling;

    /// <param name="archive">Keeps the captures.</param>
    /// <param name="folder">Of its files.</param>
    /// <param name="log">The writer's chain.</param>
    /// <param name="who">Who captures: <c>system:scan</c>.</param>
    public CustodyCaptureArchive(WarcArchive archive, string folder, CustodyLog log, string who)
    {
        _archive = archive;
        _folder = folder;
        _log = log;
        _who = who;
        _settling = new(log, SettlingGroup.Patience);
    }

    /// <inheritdoc />
    public async ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken)
    {
        using var written = await WriteAsync(capture, cancellationToken);
        await written.SettleAsync();
        return written.Location;
    }

    /// <inheritdoc />
    public async ValueTask<IWrittenCapture> WriteAsync(Capture capture, CancellationToken cancellationToken)
    {
        var written = await _archive.WriteAllAsync(capture, cancellationToken);
        var records = written.Places;
        var location = records[0];
        var pageEnd = location.Offset + location.Length;
        var end = records.Max(record => record.Offset + record.Length);
        long gap;
        lock (_gate)
        {
            gap = Math.Min(_covered.GetValueOrDefault(location.File), location.Offset);
            _covered[location.File] = Math.Max(_covered.GetValueOrDefault(location.File), end);
        }

        // Not to be cancelled: what is written is put down.
        var artefacts = ArtefactHash.Of(_folder, location.File, end > pageEnd ? [(location.Offset, location.Length), (pageEnd, end - pageEnd)] : [(location.Offset, location.Length)], CancellationToken.None);
        var captured = new CustodyEntry(CustodyActions.Captured, _who, "capture:" + capture.Id.ToString("D")) { Artefacts = artefacts };
        // An event of its own: a package that shows it need not tell of another capture.
        return gap == location.Offset ? _settling.Take(written, [captured]) : _settling.Take(written,
        [
            new CustodyEntry(CustodyActions.Captured, _who, "file:" + location.File) { Artefacts = ArtefactHash.Of(_folder, location.File, [(gap, location.Offset - gap)], CancellationToken.None) },
            captured,
        ]);
    }

    /// <summary>Ends once all that was written is settled. Before the archive is closed.</summary>
    public Task SettleAllAsync() => _settling.AllAsync();

    /// <summary>Puts down that the files written to are closed, how long they are, and the hash of what no capture named. To be called when the archive is closed.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        foreach (var (file, covered) in _covered) await ClosedFile.PutDownAsync(_log, _folder, file, covered, _who, cancellationToken);
    }
}

/// <summary>The end of a file of the archive.</summary>
internal static class ClosedFile
{
    public const string Length = "length";

    public static async Task PutDownAsync(CustodyLog log, string folder, string file, long covered, string who, CancellationToken cancellationToken)
    {
        var length = new FileInfo(Path.Combine(folder, file)).Length;
        await log.AppendAsync(
            new CustodyEntry(CustodyActions.Closed, who, "file:" + file)
            {
                Artefacts = length > covered ? [await ArtefactHash.OfAsync(folder, file, covered, length - covered, cancellationToken)] : [],
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { [Length] = length.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            },
            cancellationToken);
    }
}

/// <summary>Hashes parts of files.</summary>
public static class ArtefactHash
{
    /// <summary>The artefact that a file's bytes are now.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    public static Task<CustodyArtefact> OfAsync(string folder, string file, long offset, long length, CancellationToken cancellationToken) =>
        Task.FromResult(Of(folder, file, [(offset, length)], cancellationToken)[0]);

    /// <summary>SHA-256 of a part of a seekable stream, lower-case hexadecimal.</summary>
    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    internal static string Of(Stream file, long offset, long length, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, 1 << 18));
        try
        {
            file.Position = offset;
            for (var left = length; left > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = file.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
                if (read == 0) throw new EndOfStreamException($"{left} bytes short of the range {offset}-{offset + length - 1}");
                hash.AppendData(buffer, 0, read);
                left -= read;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The same of several parts of one file, opened once.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    internal static IReadOnlyList<CustodyArtefact> Of(string folder, string file, IReadOnlyList<(long Offset, long Length)> parts, CancellationToken cancellationToken)
    {
        // Read at once, not through another thread: what was just written lies in memory.
        using var handle = File.OpenHandle(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent((int)Math.Clamp(parts.Max(part => part.Length), 1, 1 << 18));
        try
        {
            return [.. parts.Select(part => new CustodyArtefact(file, part.Offset, part.Length, Hash(part.Offset, part.Length)))];
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        string Hash(long offset, long length)
        {
            for (var left = length; left > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(handle, buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)), offset + length - left);
                if (read == 0) throw new EndOfStreamException($"{file}: {left} bytes short of the range {offset}-{offset + length - 1}");
                hash.AppendData(buffer, 0, read);
                left -= read;
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
