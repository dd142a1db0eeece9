using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>How an archive is kept.</summary>
/// <param name="Folder">Created when missing.</param>
/// <param name="Organisation">Who operates the crawler; an organisation, never a person.</param>
public sealed record WarcArchiveOptions(string Folder, string Organisation)
{
    /// <summary>Stands in file names beside the retention class; letters, digits and hyphens.</summary>
    public string Worker { get; init; } = "scan";

    /// <summary>A file is closed and another begun past this size, bytes.</summary>
    public long RotateAt { get; init; } = 1L << 30;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told of each file that another writer left torn and this one mended.</summary>
    public Action<MendedFile>? Mended { get; init; }
}

/// <summary>
/// Keeps captures as WARC/1.1 files, one gzip member a record, a file for each retention class. Each process writes files of its own and
/// never appends to one it did not begin, so a crash can tear only the tail of a file in hand; the next archive opened in the folder cuts
/// it and says so. A body that has not changed since it was last captured at its URL is kept once. Safe for concurrent use.
/// </summary>
public sealed class WarcArchive : ICaptureArchive, IAsyncDisposable
{
    private readonly WarcArchiveOptions _options;
    private readonly WarcReader _reader;
    private readonly ConcurrentDictionary<string, Lazy<WarcWriter>> _writers = new(StringComparer.Ordinal);

    /// <summary>Opens the folder, mending what a dead writer left.</summary>
    public WarcArchive(WarcArchiveOptions options)
    {
        _options = options;
        DurableFolder.Make(options.Folder);
        Index = new CdxjIndex(options.Folder);
        _reader = new WarcReader(options.Folder, Index);
        Mended = TornTail.MendAll(options.Folder, Index, options.Time);
        foreach (var file in Mended) options.Mended?.Invoke(file);
    }

    /// <inheritdoc cref="WarcArchive(WarcArchiveOptions)"/>
    public WarcArchive(string folder, string organisation, TimeProvider time)
        : this(new WarcArchiveOptions(folder, organisation) { Time = time }) { }

    /// <summary>Where each capture lies.</summary>
    public CdxjIndex Index { get; }

    /// <summary>Files mended when the archive was opened.</summary>
    public IReadOnlyList<MendedFile> Mended { get; }

    /// <inheritdoc />
    public async ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken) =>
        (await AppendAllAsync(capture, cancellationToken))[0];

    /// <summary>As <see cref="AppendAsync"/>, and says where every record of the capture lies, the page's first.</summary>
    public async Task<IReadOnlyList<ArchiveLocation>> AppendAllAsync(Capture capture, CancellationToken cancellationToken)
    {
        var written = await WriteAllAsync(capture, cancellationToken);
        await written.FlushAsync();
        return written.Places;
    }

    /// <summary>As <see cref="AppendAllAsync"/>, without waiting for the disk.</summary>
    internal async Task<WrittenRecords> WriteAllAsync(Capture capture, CancellationToken cancellationToken)
    {
        var records = CaptureRecords.Of(capture, Earlier(capture));
        var writer = _writers.GetOrAdd(capture.RetentionClass, retention => new(() => NewWriter(retention)));
        return await writer.Value.WriteAsync(records, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers.Values)
            if (writer.IsValueCreated) await writer.Value.DisposeAsync();
    }

    private WarcWriter NewWriter(string retention) =>
        new(_options.Folder, $"ecom389-{Plain(retention)}-{Plain(_options.Worker)}", _options.RotateAt, _options.Time, Index, InfoRecord);

    /// <summary>The record that holds this very body at this URL already. Pages rendered in a browser are never quite the same and are kept.</summary>
    private EarlierCapture? Earlier(Capture capture)
    {
        if (capture.Mode != RenderMode.Http || capture.Body.IsEmpty || capture.Hops.Count + capture.SubResources.Count + capture.Attachments.Count > 0) return null;
        var digest = CaptureRecords.PayloadDigest(capture);
        var known = Index.FindKnown(capture.Url).FindLast(entry => !entry.IsRevisit && entry.Digest == digest);
        if (known is null) return null;
        try
        {
            var page = _reader.ReadEntry(known.Location);
            // What cannot be vouched for any more is captured anew.
            if (!page.IsSound || page.Type != "response" || page.Field("WARC-Payload-Digest") != digest) return null;
            var (request, facts) = Beside(known.Location, page);
            return new(page, request, facts);
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Request and facts of the capture a page record belongs to.</summary>
    private (WarcEntry? Request, CaptureFacts? Facts) Beside(ArchiveLocation location, WarcEntry page)
    {
        using var reader = WarcFileReader.Open(Path.Combine(_options.Folder, location.File));
        reader.Position = location.Offset + location.Length;
        var (request, facts) = ((WarcEntry?)null, (CaptureFacts?)null);
        while (reader.Read() is { IsSound: true } entry && entry.Field("WARC-Concurrent-To") == page.Id)
        {
            if (entry.Type == "request") request = entry;
            facts ??= CaptureFacts.Of(entry);
        }

        return (request, facts);
    }

    private WarcRecord InfoRecord(string file)
    {
        var now = _options.Time.GetUtcNow();
        var version = typeof(WarcArchive).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        var fields = new StringBuilder()
            .Append("software: Ecom389 Monitor ").Append(version).Append("\r\n")
            .Append("format: WARC File Format 1.1\r\n")
            .Append("conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n")
            .Append("operator: ").Append(_options.Organisation.ReplaceLineEndings(" ")).Append("\r\n")
            .Append("robots: RFC 9309; what it said for each capture stands in its metadata\r\n")
            .Append("hostClock: ").Append(HostClock.Describe(_options.Time)).Append("\r\n");
        foreach (var (word, meaning) in Reconstruction.Legend) fields.Append("reconstructed: ").Append(word).Append(" = ").Append(meaning).Append("\r\n");
        return new WarcRecord("warcinfo", now, "application/warc-fields", Encoding.UTF8.GetBytes(fields.ToString())).With("WARC-Filename", file);
    }

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
