using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>What was found and done in a file whose writer died.</summary>
/// <param name="File">File name.</param>
/// <param name="Records">Whole records kept.</param>
/// <param name="CutAt">Offset from which bytes were cut, or null when the file ended with a whole record.</param>
/// <param name="CutBytes">Bytes cut.</param>
/// <param name="CutSha256">SHA-256 of the bytes cut, or null.</param>
public sealed record MendedFile(string File, int Records, long? CutAt, long CutBytes, string? CutSha256);

/// <summary>
/// Mends files that a writer left open: the record that was being written when power or process went is cut off at the last whole one,
/// and a metadata record says so in its place. Only a tail can be torn: every acknowledged record was flushed before it.
/// </summary>
internal static class TornTail
{
    /// <summary>Mends every file that has a mark and no living writer.</summary>
    public static IReadOnlyList<MendedFile> MendAll(string folder, CdxjIndex index, TimeProvider time)
    {
        var mended = new List<MendedFile>();
        foreach (var path in Directory.GetFiles(folder, "*" + WarcFolder.OpenMark).Order(StringComparer.Ordinal))
        {
            FileStream mark;
            try
            {
                mark = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            }
            catch (IOException)
            {
                // Its writer lives and holds it.
                continue;
            }

            using (mark)
            {
                if (Mend(path[..^WarcFolder.OpenMark.Length], index, time) is { } file) mended.Add(file);
                File.Delete(path);
            }
        }

        return mended;
    }

    private static MendedFile? Mend(string warc, CdxjIndex index, TimeProvider time)
    {
        // Died between mark and file, or before the first record was whole.
        if (!File.Exists(warc)) return null;
        var entries = new List<CdxjEntry>();
        var (good, records) = (0L, 0);
        using (var reader = WarcFileReader.Open(warc))
        {
            foreach (var entry in reader.ReadToEnd(CancellationToken.None))
            {
                // Damage before a whole record is no torn tail: it is left for verification to report.
                if (!entry.IsReadable || entry.Faults.Any(fault => fault.Code == "record-end" && fault.IsError)) continue;
                good = entry.Offset + entry.Length;
                records++;
                if (RecordIndex.Of(entry) is { } line) entries.Add(WarcWriter.Entry(line, new(entry.File, entry.Offset, entry.Length)));
            }
        }

        MendedFile mended;
        using (var file = new FileStream(warc, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            var lost = file.Length - good;
            mended = new(Path.GetFileName(warc), records, lost > 0 ? good : null, lost, lost > 0 ? HashFrom(file, good) : null);
            if (lost > 0)
            {
                file.SetLength(good);
                file.Position = good;
                file.Write(Note(mended, time.GetUtcNow()).ToGzipMember());
                file.Flush(flushToDisk: true);
            }
        }

        index.Rebuild(warc, entries);
        index.Seal(warc);
        return mended;
    }

    private static string HashFrom(FileStream file, long offset)
    {
        file.Position = offset;
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static WarcRecord Note(MendedFile file, DateTimeOffset now) => new("metadata", now, "application/json", JsonSerializer.SerializeToUtf8Bytes(new
    {
        @event = "torn-tail-cut",
        file = file.File,
        cutAt = file.CutAt,
        bytes = file.CutBytes,
        sha256 = file.CutSha256,
        note = string.Create(CultureInfo.InvariantCulture, $"The writer ended without closing the file. {file.CutBytes} bytes after the last whole record belonged to no acknowledged capture and were cut."),
    }, JsonContract.Compact));
}
