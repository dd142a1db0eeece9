using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>A page as the archive holds it.</summary>
/// <param name="TargetUri">The URL captured.</param>
/// <param name="Date">UTC.</param>
/// <param name="ContentType">Media type of <paramref name="Body"/>, or empty.</param>
/// <param name="Body">The body after transfer and content decoding.</param>
/// <param name="DigestHolds">Whether the record still has the digests written in it (for a revisit: the original too).</param>
public sealed record ArchivedPage(string TargetUri, DateTimeOffset Date, string ContentType, byte[] Body, bool DigestHolds);

/// <summary>Reads single records of our archive by their location.</summary>
public sealed class WarcReader
{
    /// <summary>The largest body handed out, bytes after decoding.</summary>
    private const int MaxBody = 128 * 1024 * 1024;

    private readonly IEvidenceFiles _files;
    private readonly Lazy<CdxjIndex> _index;

    /// <param name="folder">The archive's folder.</param>
    /// <param name="index">Its index where the caller has it open; else it is opened when the first revisit is read.</param>
    public WarcReader(string folder, CdxjIndex? index = null)
        : this(new FolderFiles(folder), folder, index) { }

    /// <param name="files">Where the records are read from.</param>
    /// <param name="folder">The archive's folder, for its index.</param>
    /// <param name="index">Its index where the caller has it open; else it is opened when the first revisit is read.</param>
    public WarcReader(IEvidenceFiles files, string folder, CdxjIndex? index = null)
    {
        _files = files;
        _index = new(() => index ?? new CdxjIndex(folder));
    }

    /// <summary>
    /// Reads the page record at a location; a revisit yields the body of the record it refers to. Throws
    /// <see cref="InvalidDataException"/> naming file and offset when the record is not readable, <see cref="FileNotFoundException"/>
    /// when the file is gone.
    /// </summary>
    public Task<ArchivedPage> ReadAsync(ArchiveLocation location, CancellationToken cancellationToken) =>
        Task.Run(() => Read(location), cancellationToken);

    /// <summary>The record at a location, whatever it is; throws as <see cref="ReadAsync"/> does.</summary>
    public WarcEntry ReadEntry(ArchiveLocation location)
    {
        if (Path.GetFileName(location.File) != location.File) throw new InvalidDataException($"{location.File}: not a file name of the archive");
        using var reader = new WarcFileReader(_files.OpenRead(location.File), location.File);
        reader.Position = location.Offset;
        var entry = reader.Read();
        return entry is { IsReadable: true } ? entry : throw Broken(location, entry is { Faults: [var fault, ..] } ? fault.ToString() : "the file ends before it");
    }

    private ArchivedPage Read(ArchiveLocation location)
    {
        var entry = ReadEntry(location);
        var holder = entry;
        if (entry.Type == "revisit")
        {
            var original = OriginalOf(entry) ?? throw Broken(location, $"the original it refers to is not in the archive: {entry.Field("WARC-Refers-To-Target-URI")} {entry.Field("WARC-Refers-To-Date")}");
            holder = ReadEntry(original);
        }

        byte[] body;
        try
        {
            body = holder.Http?.Decoded(MaxBody) ?? holder.Block.ToArray();
        }
        catch (InvalidDataException undecodable)
        {
            throw Broken(location, undecodable.Message);
        }

        var sound = entry.IsSound && holder.IsSound && (entry == holder || string.Equals(entry.Field("WARC-Payload-Digest"), holder.Field("WARC-Payload-Digest"), StringComparison.Ordinal));
        return new(entry.TargetUri, entry.Date ?? default, holder.Http is { } http ? http.Field("Content-Type") ?? "" : holder.ContentType, body, sound);
    }

    /// <summary>Where the record lies that a revisit refers to (same address, same time, same digest), or null.</summary>
    public ArchiveLocation? OriginalOf(WarcEntry revisit)
    {
        if (revisit.Field("WARC-Refers-To-Target-URI") is not { } url || !DateTimeOffset.TryParse(revisit.Field("WARC-Refers-To-Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        var digest = revisit.Field("WARC-Payload-Digest");
        return _index.Value.Find(url).Where(entry => !entry.IsRevisit && string.Equals(entry.Digest, digest, StringComparison.Ordinal)).MinBy(entry => (entry.At - at).Duration())?.Location;
    }

    private static InvalidDataException Broken(ArchiveLocation location, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{location.File}: record at byte {location.Offset} cannot be read: {why}"));
}
