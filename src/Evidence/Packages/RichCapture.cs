using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>A rich capture, which the store does not list, described from its own records.</summary>
public static class RichCapture
{
    /// <exception cref="InvalidDataException">A record of it is broken.</exception>
    /// <exception cref="IOException">The file is gone.</exception>
    public static CaptureReference Read(IEvidenceFiles files, string sourceId, FindingCapture capture)
    {
        var parts = CaptureParts.ReadAll(files, capture.Location);
        var body = parts[0].Payload;
        return new(capture.CaptureId, sourceId, capture.Url, capture.Url, capture.CapturedAt, RenderMode.Browser, parts.FirstOrDefault(part => part.Type == "response" && part.Url == capture.Url)?.Status ?? 0, ContentHash.Of(body.Span), body.Length, Robots(parts), capture.Location);
    }

    /// <summary>The screenshot of a rich capture, or null when it has none.</summary>
    /// <exception cref="InvalidDataException">A record of it is broken.</exception>
    /// <exception cref="IOException">The file is gone.</exception>
    public static CapturePart? Screenshot(IEvidenceFiles files, ArchiveLocation location) =>
        CaptureParts.ReadAll(files, location).FirstOrDefault(part => part.Type == "resource" && part.MediaType is "image/png" or "image/jpeg" && part.Url.StartsWith("urn:fullPage:", StringComparison.Ordinal));

    /// <summary>What robots.txt said, from the metadata record.</summary>
    private static string Robots(IReadOnlyList<CapturePart> parts)
    {
        foreach (var part in parts.Where(part => part is { Type: "metadata", MediaType: "application/json" } && !part.Url.StartsWith("urn:", StringComparison.Ordinal)))
        {
            using var facts = JsonDocument.Parse(part.Payload);
            if (facts.RootElement.ValueKind == JsonValueKind.Object && facts.RootElement.TryGetProperty("robots", out var robots) && robots.ValueKind == JsonValueKind.String) return robots.GetString()!;
        }

        return "—";
    }
}
