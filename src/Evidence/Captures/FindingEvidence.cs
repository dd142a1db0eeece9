using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>The seller's words that a finding quotes, and where a stranger finds them.</summary>
/// <param name="Signal">Id of the signal.</param>
/// <param name="Field">Field of the listing record.</param>
/// <param name="Start">First UTF-16 code unit in the field.</param>
/// <param name="End">One past the last.</param>
/// <param name="Quote">The words.</param>
/// <param name="CaptureId">The capture they were read from.</param>
/// <param name="Selector">Where on its page: <c>selector:h1.title</c>, <c>jsonld:offers.price</c> …; null when extraction did not say.</param>
public sealed record QuotedEvidence(string Signal, string Field, int Start, int End, string Quote, Guid CaptureId, string? Selector)
{
    /// <summary>The quotes of a judgement, with the place each field was read from.</summary>
    public static IReadOnlyList<QuotedEvidence> Of(ScoreResult result, ExtractedListing content, Guid captureId) =>
    [
        .. result.Signals.Where(signal => signal is { Field: not null, Start: not null, End: not null, Quote: not null })
            .Select(signal => new QuotedEvidence(signal.Id, signal.Field!, signal.Start!.Value, signal.End!.Value, signal.Quote!, captureId, SelectorOf(signal.Field!, content.Provenance))),
    ];

    // "attributes/Xuất xứ" was read where "attributes" was, "seller/name" where "seller.name" was.
    private static string? SelectorOf(string field, IReadOnlyDictionary<string, string> provenance) =>
        provenance.GetValueOrDefault(field) ?? provenance.GetValueOrDefault(field.Replace('/', '.')) ?? provenance.GetValueOrDefault(field.Split('/')[0]);
}

/// <summary>A capture that stands behind a finding.</summary>
/// <param name="FindingId">The finding.</param>
/// <param name="Role"><c>listing</c>: the page it was judged from; <c>rich</c>: the rich capture taken because of it.</param>
/// <param name="CaptureId">The capture.</param>
/// <param name="Url">Of the page.</param>
/// <param name="CapturedAt">UTC.</param>
/// <param name="Location">Of its page record.</param>
/// <param name="Quotes">For <c>listing</c>: the words the finding leans on.</param>
public sealed record FindingCapture(Guid FindingId, string Role, Guid CaptureId, string Url, DateTimeOffset CapturedAt, ArchiveLocation Location, IReadOnlyList<QuotedEvidence> Quotes);

/// <summary>
/// Which captures stand behind which finding: a file of JSON lines a finding below <c>findings/</c> in the archive's folder, appended to
/// and flushed, never rewritten. Safe for concurrent use within a process.
/// </summary>
public sealed class FindingEvidence
{
    private readonly string _folder;
    private readonly Lock _gate = new();

    /// <param name="archiveFolder">The archive's folder.</param>
    public FindingEvidence(string archiveFolder) => _folder = Path.Combine(archiveFolder, "findings");

    /// <summary>Notes captures; durable once this returns.</summary>
    public void Append(IReadOnlyList<FindingCapture> captures)
    {
        foreach (var group in captures.GroupBy(capture => capture.FindingId))
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(group.Select(capture => JsonText.Of(capture, EvidenceJson.Write) + "\n")));
            var path = PathOf(group.Key);
            lock (_gate)
            {
                var folder = Path.GetDirectoryName(path)!;
                DurableFolder.Make(folder);
                var isNew = !File.Exists(path);
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
                // A line torn by a crash is closed off, so that this one is whole.
                if (file.Length > 0)
                {
                    file.Position = file.Length - 1;
                    if (file.ReadByte() != '\n') file.Write("\n"u8);
                }

                file.Write(bytes);
                file.Flush(flushToDisk: true);
                if (isNew) DurableFolder.Flush(folder);
            }
        }
    }

    /// <summary>Every finding of which captures were noted.</summary>
    public IReadOnlyList<Guid> Findings() => !Directory.Exists(_folder) ? [] :
        [.. Directory.EnumerateFiles(_folder, "*.jsonl", SearchOption.AllDirectories).Select(path => Guid.TryParse(Path.GetFileNameWithoutExtension(path), out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Order()];

    /// <summary>Captures behind a finding, in the order they were noted; empty when none were.</summary>
    public IReadOnlyList<FindingCapture> Of(Guid findingId)
    {
        var path = PathOf(findingId);
        if (!File.Exists(path)) return [];
        var captures = new List<FindingCapture>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<FindingCapture>(line, JsonContract.Compact) is { } capture) captures.Add(capture);
            }
            catch (JsonException)
            {
                // A torn last line was never acknowledged.
            }
        }

        return captures;
    }

    private string PathOf(Guid findingId)
    {
        var name = findingId.ToString("N", CultureInfo.InvariantCulture);
        // The end of a UUIDv7 is random, so the folders fill evenly.
        return Path.Combine(_folder, name[^2..], name + ".jsonl");
    }
}
