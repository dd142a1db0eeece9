using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>One record of a capture as it lies in the archive.</summary>
/// <param name="Type">WARC type: <c>response</c>, <c>resource</c>, <c>request</c>, <c>metadata</c> …</param>
/// <param name="MediaType">Of its payload.</param>
/// <param name="Url">Target URI.</param>
/// <param name="At">WARC-Date, UTC.</param>
/// <param name="Store">File, range and hash of the record as stored.</param>
/// <param name="Payload">What was transferred.</param>
/// <param name="Status">HTTP status of an answer, or null.</param>
public sealed record CapturePart(string Type, string MediaType, string Url, DateTimeOffset? At, CustodyArtefact Store, ReadOnlyMemory<byte> Payload, int? Status);

/// <summary>Reads records of the archive for a package.</summary>
internal static class CaptureParts
{
    /// <summary>The record at a place.</summary>
    /// <exception cref="InvalidDataException">It is broken: what is broken is not exported as evidence.</exception>
    /// <exception cref="IOException">The file is gone.</exception>
    public static CapturePart Read(IEvidenceFiles files, ArchiveLocation location)
    {
        using var stored = files.OpenRead(location.File);
        using var reader = new WarcFileReader(files.OpenRead(location.File), location.File) { Position = location.Offset };
        return Part(stored, Sound(reader.Read() ?? throw new InvalidDataException($"{location.File}: no record at byte {location.Offset}")));
    }

    /// <summary>The page's record and those that say they are concurrent to it.</summary>
    /// <exception cref="InvalidDataException">A record of it is broken.</exception>
    /// <exception cref="IOException">The file is gone.</exception>
    public static IReadOnlyList<CapturePart> ReadAll(IEvidenceFiles files, ArchiveLocation location)
    {
        using var stored = files.OpenRead(location.File);
        using var reader = new WarcFileReader(files.OpenRead(location.File), location.File) { Position = location.Offset };
        var page = Sound(reader.Read() ?? throw new InvalidDataException($"{location.File}: no record at byte {location.Offset}"));
        var parts = new List<CapturePart> { Part(stored, page) };
        while (reader.Read() is { IsReadable: true } entry && entry.Field("WARC-Concurrent-To") == page.Id) parts.Add(Part(stored, Sound(entry)));
        return parts;
    }

    private static WarcEntry Sound(WarcEntry entry) => entry.IsSound
        ? entry
        : throw new InvalidDataException(string.Join("; ", entry.Faults.Where(fault => fault.IsError).Select(fault => fault.ToString()).DefaultIfEmpty($"{entry.File}: no record at byte {entry.Offset}")));

    private static CapturePart Part(Stream file, WarcEntry entry)
    {
        var stored = new byte[entry.Length];
        file.Position = entry.Offset;
        file.ReadExactly(stored);
        return new(
            entry.Type,
            entry.Http?.Field("Content-Type") ?? entry.ContentType,
            entry.TargetUri,
            entry.Date,
            new(entry.File, entry.Offset, entry.Length, Convert.ToHexStringLower(SHA256.HashData(stored))),
            entry.Payload,
            entry.Http?.Status);
    }
}
