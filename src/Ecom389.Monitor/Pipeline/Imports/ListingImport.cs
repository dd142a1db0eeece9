using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Pipeline.Imports;

/// <summary>What an import brought.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Listings">Listings taken in.</param>
/// <param name="NewListings">Of these, never seen before.</param>
/// <param name="Flagged">Of these, flagged.</param>
/// <param name="Errors">Rows left out, with line and field.</param>
/// <param name="Sha256">Of the file as kept.</param>
internal sealed record ImportReport(int Rows, int Listings, int NewListings, int Flagged, IReadOnlyList<InputError> Errors, string Sha256);

/// <summary>Takes in a file of listings that a platform handed over: kept as evidence byte for byte, then scored and queued like any page.</summary>
internal sealed class ListingImport
{
    private const int RowsATransaction = 500;

    private readonly Installation _installation;
    private readonly MonitorServices _services;
    private readonly IListingScorer _scorer;
    private readonly TimeProvider _time;

    public ListingImport(Installation installation, MonitorServices services, IListingScorer scorer, TimeProvider time)
    {
        _installation = installation;
        _services = services;
        _scorer = scorer;
        _time = time;
    }

    /// <param name="file">As the person named it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="source">Whose listings they are.</param>
    /// <param name="operatedBy">The organisation, for the evidence.</param>
    /// <param name="cancellationToken">Ends between two portions of rows.</param>
    /// <exception cref="InvalidInputException">The file as a whole cannot be read; nothing was kept.</exception>
    public async Task<ImportReport> RunAsync(string file, ReadOnlyMemory<byte> bytes, SourceDefinition source, string operatedBy, CancellationToken cancellationToken)
    {
        var rules = source.Import ?? new ImportRules();
        var read = ImportReader.Read(bytes, file, rules, new ImportHeadings(rules, UsualHeadings.Load(_installation.Rules)));
        var capture = CaptureOf(file, bytes, source);
        var (listings, errors) = Listings(file, read, capture, source);

        await using var kept = ScanEvidence.Open(_installation, new WarcArchiveOptions(_installation.Evidence, operatedBy) { Worker = "import" });
        var (fresh, flagged, taken) = (0, 0, 0);
        var handler = new PageHandler(new KeptOnce(kept.Archive), new Portion(listings), _scorer, _services.Store.Intake, Acknowledged, static (_, _) => { }) { Evidence = new FindingEvidence(_installation.Evidence) };
        // A run of its own: a crawl of the source that was cut off is not resumed by a file.
        var frontier = _services.Store.Frontier;
        var run = await frontier.BeginRunAsync(source.Id + ":import", _time.GetUtcNow(), cancellationToken);
        var portions = Math.Max(1, (listings.Count + RowsATransaction - 1) / RowsATransaction);
        await frontier.AddAsync(run, [.. Enumerable.Range(0, portions).Select(i => new FrontierUrl($"{capture.Url}#{i}", new CaptureRequest($"{capture.Url}#{i}", "import", 1)))], cancellationToken);
        while (await frontier.LeaseAsync(run.Id, "import", TimeSpan.FromMinutes(10), cancellationToken) is { } entry)
        {
            if (entry.CanonicalUrl.StartsWith(capture.Url + "#", StringComparison.Ordinal)) await handler.HandleAsync(new PageContext(run, entry, source, new LinkPolicy(source)), capture, cancellationToken);
            else await frontier.ReleaseAsync(entry, FrontierOutcome.Failed, "import-cut-off", null, cancellationToken);
        }

        await frontier.EndRunAsync(run.Id, _time.GetUtcNow(), "{}", cancellationToken);
        return new(read.Rows.Count + read.Errors.Count, taken, fresh, flagged, errors, capture.BodySha256);

        void Acknowledged(AcknowledgedListing listing)
        {
            taken++;
            if (listing.Receipt.ListingIsNew) fresh++;
            if (listing.Listing.Result.Flagged) flagged++;
        }
    }

    private static (List<ExtractedListing> Listings, IReadOnlyList<InputError> Errors) Listings(string file, ImportedFile read, Capture capture, SourceDefinition source)
    {
        var (listings, errors, first) = (new List<ExtractedListing>(), new List<InputError>(read.Errors), new Dictionary<string, int>(StringComparer.Ordinal));
        var rows = new HandedRows();
        foreach (var row in read.Rows)
        {
            var made = rows.Read(row.Fields, row.Attributes, capture, source.Channel, $"row:{row.Line}");
            if (made.Listing is not { } listing) errors.Add(new InputError(file, row.Line, made.BadField, Fault(made.BadField, made.BadValue)));
            else if (!first.TryAdd(ListingContent.Key(listing), row.Line)) errors.Add(new InputError(file, row.Line, listing.ItemId is null ? "url" : "itemId", $"trùng với dòng {first[ListingContent.Key(listing)]} / same as line {first[ListingContent.Key(listing)]}"));
            else listings.Add(listing);
        }

        return (listings, [.. errors.OrderBy(error => error.Line)]);
    }

    private static string Fault(string? field, string? value) => field switch
    {
        "url" => $"không phải địa chỉ http(s) / no http(s) address: {value}",
        "price" => $"không phải số tiền / no amount: {value}",
        "postedAt" => $"không đọc được ngày / no date: {value}",
        _ => "thiếu cả tiêu đề lẫn mô tả / neither title nor description",
    };

    private Capture CaptureOf(string file, ReadOnlyMemory<byte> bytes, SourceDefinition source)
    {
        var (now, sha256) = (_time.GetUtcNow(), ContentHash.Of(bytes.Span));
        var name = Path.GetFileName(file);
        return new Capture
        {
            Id = Guid.CreateVersion7(now),
            SourceId = source.Id,
            RequestUrl = "urn:sha256:" + sha256,
            Url = "urn:sha256:" + sha256,
            CapturedAt = now,
            Mode = RenderMode.File,
            Status = 200,
            ResponseHeaders = [new("Content-Type", MediaType(name))],
            Body = bytes,
            BodySha256 = sha256,
            RobotsDecision = "not fetched: handed over",
            RetentionClass = "finding",
            Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["import.file"] = name },
        };
    }

    private static string MediaType(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".jsonl" or ".ndjson" => "application/x-ndjson",
        _ => "text/csv; charset=utf-8",
    };

    /// <summary>The file is kept once, however many portions refer to it.</summary>
    private sealed class KeptOnce(ICaptureArchive archive) : ICaptureArchive
    {
        private ArchiveLocation? _location;

        public async ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken) => _location ??= await archive.AppendAsync(capture, cancellationToken);
    }

    /// <summary>Hands out the listings portion by portion, in order.</summary>
    private sealed class Portion(List<ExtractedListing> listings) : IPageExtractor
    {
        private readonly PageExtractor _like = new();
        private int _next;

        public string Version => _like.Version;

        public PageExtraction Extract(Capture capture, SourceDefinition? source)
        {
            var portion = listings.Skip(_next).Take(RowsATransaction).ToList();
            _next += portion.Count;
            return new(capture.Url, PageKind.Timeline, portion, []);
        }
    }
}
