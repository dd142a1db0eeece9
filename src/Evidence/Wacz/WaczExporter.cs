using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>A capture to be exported.</summary>
/// <param name="Location">Of its page record.</param>
/// <param name="Title">What a reader sees in the list of pages; the address when null.</param>
public sealed record WaczPage(ArchiveLocation Location, string? Title = null);

/// <summary>What stands at the front of an export.</summary>
/// <param name="Title">Of the whole.</param>
/// <param name="Description">What it is and from whom.</param>
/// <param name="Created">UTC.</param>
public sealed record WaczOptions(string Title, string Description, DateTimeOffset Created);

/// <summary>A record as it lies in the archive and in the export: the same bytes.</summary>
/// <param name="Type">WARC-Type.</param>
/// <param name="TargetUri">WARC-Target-URI, or empty.</param>
/// <param name="Source">In the archive.</param>
/// <param name="Path">File within the export.</param>
/// <param name="Offset">Of its first byte in that file.</param>
public sealed record WaczRecord(string Type, string TargetUri, ArchiveLocation Source, string Path, long Offset);

/// <summary>
/// Writes captures as WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1), which public replay tools open. Records are copied bit for bit,
/// with the originals that revisits refer to and the warcinfo records of their files.
/// </summary>
public sealed class WaczExporter
{
    /// <summary>Index lines beyond which the index is compressed in blocks.</summary>
    private const int PlainIndexLines = 3000;

    private readonly IEvidenceFiles _files;
    private readonly WarcReader _reader;

    /// <param name="folder">The archive's folder.</param>
    /// <param name="index">Its index where the caller has it open.</param>
    public WaczExporter(string folder, CdxjIndex? index = null)
        : this(new FolderFiles(folder), folder, index) { }

    /// <param name="files">Where the records are read from.</param>
    /// <param name="folder">The archive's folder, for its index.</param>
    /// <param name="index">Its index where the caller has it open.</param>
    public WaczExporter(IEvidenceFiles files, string folder, CdxjIndex? index = null)
    {
        _files = files;
        _reader = new WarcReader(files, folder, index);
    }

    /// <summary>
    /// Writes the export and says where each record went. Throws <see cref="InvalidDataException"/> naming file and byte when a record is
    /// damaged: what cannot be vouched for is not exported.
    /// </summary>
    public IReadOnlyList<WaczRecord> Export(string path, IReadOnlyList<WaczPage> pages, WaczOptions options, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, SortedDictionary<long, WarcEntry>>(StringComparer.Ordinal);
        var listed = new List<(WarcEntry Page, string? Title)>();
        foreach (var page in pages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            listed.Add((AddCapture(page.Location, files), page.Title));
        }

        using var zip = new ZipArchive(new FileStream(path, FileMode.Create, FileAccess.ReadWrite), ZipArchiveMode.Create);
        var package = new Package(zip, options.Created);
        var records = new List<WaczRecord>();
        var lines = new List<string>();
        foreach (var (file, entries) in files)
        {
            var inside = "archive/" + file;
            package.Add(inside, output => Copy(file, entries.Values, inside, output, records, lines));
        }

        AddIndex(package, lines);
        package.Add("pages/pages.jsonl", Pages(listed));
        package.Finish(options, listed.Count > 0 ? PageAddress(listed[0].Page) : null, listed.Count > 0 ? listed[0].Page.Field("WARC-Date") : null);
        return records;
    }

    /// <summary>Collects the records of a capture; returns the page's.</summary>
    private WarcEntry AddCapture(ArchiveLocation location, SortedDictionary<string, SortedDictionary<long, WarcEntry>> files)
    {
        var page = _reader.ReadEntry(location);
        if (!files.TryGetValue(location.File, out var records)) files[location.File] = records = [];
        using (var reader = new WarcFileReader(_files.OpenRead(location.File), location.File))
        {
            if (!records.ContainsKey(0) && reader.Read() is { Type: "warcinfo" } info) records[0] = Sound(info);
            reader.Position = location.Offset;
            records[location.Offset] = Sound(reader.Read()!);
            // The records of one capture lie side by side.
            while (reader.Read() is { } next && next.Field("WARC-Concurrent-To") == page.Id) records[next.Offset] = Sound(next);
        }

        if (page.Type != "revisit") return page;
        var original = _reader.OriginalOf(page) ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{page.File}: the original of the revisit at byte {page.Offset} is not in the archive"));
        AddCapture(original, files);
        return page;
    }

    private static WarcEntry Sound(WarcEntry entry) =>
        entry.IsSound ? entry : throw new InvalidDataException(entry.Faults.First(fault => fault.IsError).ToString());

    private void Copy(string file, IEnumerable<WarcEntry> entries, string inside, Stream output, List<WaczRecord> records, List<string> lines)
    {
        using var source = _files.OpenRead(file);
        var at = 0L;
        foreach (var entry in entries)
        {
            var bytes = new byte[entry.Length];
            source.Position = entry.Offset;
            source.ReadExactly(bytes);
            output.Write(bytes);
            records.Add(new(entry.Type, entry.TargetUri, new(file, entry.Offset, entry.Length), inside, at));
            if (RecordIndex.Of(entry) is { } line) lines.Add(WarcWriter.Entry(line, new(file, at, entry.Length)).ToLine());
            at += entry.Length;
        }
    }

    private static void AddIndex(Package package, List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        if (lines.Count <= PlainIndexLines)
        {
            package.Add("indexes/index.cdx", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
            return;
        }

        using var data = new MemoryStream();
        using var blocks = new MemoryStream();
        CdxjRun.Write(lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line)), data, blocks, "index.cdx.gz");
        package.Add("indexes/index.cdx.gz", data.ToArray());
        package.Add("indexes/index.idx", blocks.ToArray());
    }

    private static byte[] Pages(List<(WarcEntry Page, string? Title)> pages)
    {
        var lines = new StringBuilder("{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All Pages\"}\n");
        foreach (var (page, title) in pages)
        {
            var address = PageAddress(page);
            lines.Append(JsonSerializer.Serialize(new { id = page.Id.Trim('<', '>')["urn:uuid:".Length..], url = address, ts = page.Field("WARC-Date"), title = title ?? address }, JsonContract.Compact)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>The address a reader opens: of a rendered page the document's, not that of its DOM.</summary>
    private static string PageAddress(WarcEntry page) => page.TargetUri.StartsWith("urn:dom:", StringComparison.Ordinal) ? page.TargetUri["urn:dom:".Length..] : page.TargetUri;

    /// <summary>The ZIP and the list of what is in it. Everything is stored, not compressed, so that readers can jump to a byte.</summary>
    private sealed class Package(ZipArchive zip, DateTimeOffset created)
    {
        private readonly List<object> _resources = [];

        public void Add(string path, byte[] bytes) => Add(path, output => output.Write(bytes));

        public void Add(string path, Action<Stream> write)
        {
            using var counted = new HashedStream(Entry(path));
            write(counted);
            _resources.Add(new { name = path[(path.LastIndexOf('/') + 1)..], path, hash = counted.Finish(), bytes = counted.Written });
        }

        public void Finish(WaczOptions options, string? mainUrl, string? mainDate)
        {
            var version = typeof(WaczExporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
            var package = JsonSerializer.SerializeToUtf8Bytes(new
            {
                profile = "data-package",
                wacz_version = "1.1.1",
                title = options.Title,
                description = options.Description,
                created = WarcRecord.Format(created),
                software = "Ecom389 Monitor " + version,
                mainPageUrl = mainUrl,
                mainPageDate = mainDate,
                resources = _resources,
            }, JsonContract.Indented);
            using (var output = Entry("datapackage.json")) output.Write(package);
            using var digest = Entry("datapackage-digest.json");
            digest.Write(JsonSerializer.SerializeToUtf8Bytes(new { path = "datapackage.json", hash = WarcDigest.Of(package) }, JsonContract.Indented));
        }

        private Stream Entry(string path)
        {
            var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);
            entry.LastWriteTime = created;
            return entry.Open();
        }
    }

    /// <summary>Hashes what is written.</summary>
    private sealed class HashedStream(Stream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written;

        public override long Position { get => Written; set => throw new NotSupportedException(); }

        public string Finish() => "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            inner.Write(buffer);
            Written += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
