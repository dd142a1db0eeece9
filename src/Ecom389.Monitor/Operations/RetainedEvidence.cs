using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations;

/// <summary>All that retention must know of: what it is not told of is never deleted.</summary>
internal static class RetainedEvidence
{
    /// <summary>Captures of the store, and the rich captures beside them.</summary>
    public static async Task<IReadOnlyList<RetainedCapture>> AllAsync(Installation installation, MonitorServices services, CancellationToken cancellation) =>
        [.. await services.Store.Retention.CapturesAsync(cancellation), .. await RichAsync(installation, services, cancellation)];

    /// <summary>Rich captures, which the store does not list, under the state of their finding's matter.</summary>
    private static async Task<List<RetainedCapture>> RichAsync(Installation installation, MonitorServices services, CancellationToken cancellation)
    {
        var rich = new List<RetainedCapture>();
        var folder = Path.Combine(installation.Evidence, "findings");
        if (!Directory.Exists(folder)) return rich;
        var (evidence, files) = (new FindingEvidence(installation.Evidence), new FolderFiles(installation.Evidence));
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            if (!Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "N", out var id) || await services.Store.Listings.FindingAsync(id, cancellation) is not { } finding) continue;
            var item = await services.Queue.FindByListingAsync(finding.ListingId, cancellation);
            foreach (var capture in evidence.Of(id).Where(capture => capture.Role == "rich" && File.Exists(Path.Combine(installation.Evidence, capture.Location.File))))
                rich.Add(new(RichCapture.Read(files, "", capture), item is null ? [] : [item.State], item?.UpdatedAt));
        }

        return rich;
    }
}
