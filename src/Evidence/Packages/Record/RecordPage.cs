using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Packages.Record;

/// <summary>
/// The record a person reads and prints: what, where, when, by what means, under which hashes, and how all that can be checked
/// and challenged. Its words are in <c>record.html</c>.
/// </summary>
internal sealed class RecordPage
{
    private readonly PackageTools _tools;
    private readonly PackageRequest _request;
    private readonly IReadOnlyList<CustodyEvent> _custody;
    private readonly Func<PackageFinding, Func<string, string>> _mask;

    public RecordPage(PackageTools tools, PackageRequest request, IReadOnlyList<CustodyEvent> custody, Func<PackageFinding, Func<string, string>> mask)
    {
        _tools = tools;
        _request = request;
        _custody = custody;
        _mask = mask;
    }

    public string Render(IReadOnlyList<(PackageFinding Finding, IReadOnlyList<ManifestArtefact> Artefacts)> findings, IReadOnlyList<string> screenshots)
    {
        var now = _tools.Time.GetUtcNow();
        using var key = _tools.KeyFolder is { } folder ? SigningKey.TryOpen(folder) : null;
        return Template.Fill(Template.Resource("record/record.html"), new TemplateValues()
            .With("organisation", _tools.Organisation)
            .With("software", _tools.Software)
            .With("subject", _request.Subject)
            .With("made", RecordText.Time(now))
            .With("madeUtc", RecordText.Utc(now))
            .With("key", key?.Fingerprint ?? "")
            .When("sealed", key is not null)
            .When("masked", _request.MaskThirdParties)
            .With("findings", findings.Select((entry, index) => Finding(entry.Finding, entry.Artefacts, index + 1)))
            .With("screenshots", screenshots.Select((path, index) => new TemplateValues().With("path", path).With("number", (index + 1).ToString(CultureInfo.InvariantCulture))))
            .With("custody", _custody.Select(Event)));
    }

    private TemplateValues Finding(PackageFinding finding, IReadOnlyList<ManifestArtefact> artefacts, int number)
    {
        var mask = _mask(finding);
        var record = finding.Snapshot.Content.Record;
        return new TemplateValues()
            .With("number", number.ToString(CultureInfo.InvariantCulture))
            .With("finding", finding.Finding.Id.ToString("D"))
            .With("title", mask(record.Title.Length > 0 ? record.Title : Shorten(record.Description, 160)))
            .With("url", finding.Listing.Url)
            .With("source", finding.Listing.SourceId)
            .With("price", mask(record.PriceText))
            .With("seller", mask(record.Seller.Name ?? "—"))
            .With("phone", record.Seller.Phone ?? "—")
            .With("location", record.Seller.Location ?? "—")
            .With("description", mask(Shorten(record.Description, 4_000)))
            .When("cut", record.Description.Length > 4_000)
            .With("captured", RecordText.Time(finding.Snapshot.CapturedAt))
            .With("codes", finding.Finding.Result.SuspectedCodes.Select(code => new TemplateValues().With("code", code).With("name", _tools.ViolationNames.GetValueOrDefault(code, code))))
            .With("score", finding.Finding.Result.Score > 0.99 ? "> 99" : (finding.Finding.Result.Score * 100).ToString("0", CultureInfo.InvariantCulture))
            .With("scored", RecordText.Time(finding.Finding.ScoredAt))
            .With("quotes", finding.Finding.Result.Signals.Where(signal => signal.Quote is not null && signal.Weight > 0).Select(signal => new TemplateValues()
                .With("quote", mask(signal.Quote!))
                .With("message", mask(signal.Message))
                .With("field", signal.Field ?? "")
                .With("place", string.Create(CultureInfo.InvariantCulture, $"{signal.Start}–{signal.End}"))
                .With("selector", FindingManifest.Selector(finding, signal.Field) ?? "—")))
            .With("captures", finding.Captures.Select(Capture))
            .With("artefacts", artefacts.Select(artefact => new TemplateValues()
                .With("type", artefact.Part.Type)
                .With("media", artefact.Part.MediaType.Split(';')[0])
                .With("file", artefact.Part.Store.File)
                .With("range", $"{RecordText.Number(artefact.Part.Store.Offset)}–{RecordText.Number(artefact.Part.Store.Offset + artefact.Part.Store.Length - 1)}")
                .With("sha256", artefact.Part.Store.Sha256)))
            .With("decisions", finding.Decisions.Select(decision => new TemplateValues()
                .With("at", RecordText.Time(decision.DecidedAt))
                .With("kind", Template.Resource($"record/decision-{decision.Kind.ToString().ToLowerInvariant()}.txt").Trim())
                .With("codes", string.Join(", ", decision.Codes.Select(code => _tools.ViolationNames.GetValueOrDefault(code, code))))
                .With("reason", mask(decision.Reason))))
            .With("model", finding.Finding.Versions.Model)
            .With("packs", finding.Finding.Versions.Packs)
            .With("features", finding.Finding.Versions.Features)
            .With("prior", finding.Finding.Versions.Prior)
            .With("extractor", finding.Snapshot.ExtractorVersion)
            .With("definition", finding.Snapshot.DefinitionVersion);
    }

    private static TemplateValues Capture(CaptureReference capture) => new TemplateValues()
        .With("id", capture.Id.ToString("D"))
        .With("time", RecordText.Time(capture.CapturedAt))
        .With("utc", RecordText.Utc(capture.CapturedAt))
        .With("asked", capture.RequestUrl)
        .With("answered", capture.Url)
        .With("status", capture.Status > 0 ? capture.Status.ToString(CultureInfo.InvariantCulture) : "—")
        .With("means", RecordText.Means(capture.Mode))
        .With("robots", capture.RobotsDecision)
        .With("length", RecordText.Number(capture.BodyLength))
        .With("sha256", capture.BodySha256);

    private static TemplateValues Event(CustodyEvent custodyEvent) => new TemplateValues()
        .With("at", RecordText.Time(custodyEvent.Instant))
        .With("what", RecordText.Action(custodyEvent.Entry.What))
        .With("who", custodyEvent.Entry.Who.StartsWith("person:", StringComparison.Ordinal) ? custodyEvent.Entry.Who[..19] + "…" : custodyEvent.Entry.Who)
        .With("line", $"{custodyEvent.Writer} #{custodyEvent.Sequence}")
        .With("subject", custodyEvent.Entry.Subject);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
