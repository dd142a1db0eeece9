using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>An artefact as a manifest names it: where it lies in the archive and where in the package.</summary>
/// <param name="Capture">Id of the capture it belongs to; null for what several share (a file's first record, the original of a revisit).</param>
/// <param name="Part">The record.</param>
/// <param name="Path">In the package; null when it was left out of it.</param>
/// <param name="PathOffset">First byte there.</param>
public sealed record ManifestArtefact(Guid? Capture, CapturePart Part, string? Path, long PathOffset);

/// <summary>
/// The manifest of a finding, canonical JSON: what was found, by which versions, in whose words, and which bytes prove it.
/// Scores are text with six digits, as canonical JSON knows whole numbers only.
/// </summary>
public static class FindingManifest
{
    public const string Format = "ecom389-manifest/1";

    public static byte[] Write(PackageFinding finding, IReadOnlyList<ManifestArtefact> artefacts, bool masked, Func<string, string> mask) => CanonicalJson.Write(new JsonObject
    {
        ["artefacts"] = new JsonArray([.. artefacts.Select(Artefact)]),
        ["finding"] = finding.Finding.Id.ToString("D"),
        ["format"] = Format,
        ["item"] = finding.Item?.Id.ToString("D"),
        ["listing"] = new JsonObject
        {
            ["id"] = finding.Listing.Id.ToString("D"),
            ["key"] = finding.Listing.Key,
            ["source"] = finding.Listing.SourceId,
            ["title"] = mask(finding.Snapshot.Content.Record.Title),
            ["url"] = finding.Listing.Url,
        },
        ["masked"] = masked,
        ["quotes"] = new JsonArray([.. finding.Finding.Result.Signals.Where(signal => signal.Quote is not null).Select(signal => Quote(finding, signal, mask))]),
        ["score"] = Probability(finding.Finding.Result.Score),
        ["scoredAt"] = finding.Finding.ScoredAt.ToMicroseconds(),
        ["snapshot"] = new JsonObject
        {
            ["capture"] = finding.Snapshot.CaptureId.ToString("D"),
            ["capturedAt"] = finding.Snapshot.CapturedAt.ToMicroseconds(),
            ["contentSha256"] = finding.Snapshot.ContentSha256,
            ["id"] = finding.Snapshot.Id.ToString("D"),
        },
        ["versions"] = new JsonObject
        {
            ["definition"] = finding.Snapshot.DefinitionVersion,
            ["extractor"] = finding.Snapshot.ExtractorVersion,
            ["features"] = finding.Finding.Versions.Features,
            ["model"] = finding.Finding.Versions.Model,
            ["packs"] = finding.Finding.Versions.Packs,
            ["prior"] = finding.Finding.Versions.Prior,
        },
        ["violations"] = new JsonArray([.. finding.Finding.Result.Violations.Select(violation => new JsonObject { ["code"] = violation.Code, ["score"] = Probability(violation.Score) })]),
    });

    /// <summary>Where a field's words came from on the page: <c>selector:h1.title</c>, <c>jsonld:offers.price</c>.</summary>
    public static string? Selector(PackageFinding finding, string? field) =>
        field is null ? null : finding.Snapshot.Content.Provenance.GetValueOrDefault(field) ?? finding.Snapshot.Content.Provenance.GetValueOrDefault(field.Split('/')[0]);

    private static JsonObject Quote(PackageFinding finding, Signal signal, Func<string, string> mask) => new()
    {
        ["capture"] = finding.Snapshot.CaptureId.ToString("D"),
        ["end"] = signal.End,
        ["field"] = signal.Field,
        ["quote"] = mask(signal.Quote!),
        ["selector"] = Selector(finding, signal.Field),
        ["signal"] = signal.Id,
        ["start"] = signal.Start,
    };

    private static JsonObject Artefact(ManifestArtefact artefact)
    {
        var json = new JsonObject
        {
            ["capture"] = artefact.Capture?.ToString("D"),
            ["capturedAt"] = artefact.Part.At?.ToMicroseconds(),
            ["file"] = artefact.Part.Store.File,
            ["length"] = artefact.Part.Store.Length,
            ["mediaType"] = artefact.Part.MediaType,
            ["offset"] = artefact.Part.Store.Offset,
            ["sha256"] = artefact.Part.Store.Sha256,
            ["type"] = artefact.Part.Type,
            ["url"] = artefact.Part.Url,
        };
        if (artefact.Path is { } path)
        {
            json["path"] = path;
            json["pathOffset"] = artefact.PathOffset;
        }

        return json;
    }

    private static string Probability(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);
}
