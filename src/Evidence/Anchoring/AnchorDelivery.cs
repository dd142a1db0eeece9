using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>How one anchor fared at one destination.</summary>
/// <param name="Number">The anchor.</param>
/// <param name="Destination">The destination's name.</param>
/// <param name="Problem">Why it is still queued, or null when it was handed over.</param>
public sealed record DeliveryOutcome(long Number, string Destination, string? Problem);

/// <summary>
/// Hands anchors over, and keeps a receipt for each. An anchor without a receipt is the queue: it is tried again at every call,
/// oldest first, so an authority that was away for a week gets a week's anchors.
/// </summary>
public sealed class AnchorDelivery
{
    private readonly CustodyFolder _custody;
    private readonly AnchorBook _book;
    private readonly TimeProvider _time;

    public AnchorDelivery(CustodyFolder custody, TimeProvider time)
    {
        _custody = custody;
        _book = new AnchorBook(custody);
        _time = time;
    }

    /// <summary>Hands over all that each destination lacks. After the first failure a destination is left alone until the next call.</summary>
    public async Task<IReadOnlyList<DeliveryOutcome>> RunAsync(IReadOnlyList<IAnchorDestination> destinations, CancellationToken cancellationToken)
    {
        var outcomes = new List<DeliveryOutcome>();
        foreach (var destination in destinations)
        {
            string? problem = null;
            foreach (var number in _custody.AnchorNumbers())
            {
                if (File.Exists(Receipt(_custody, number, destination.Name))) continue;
                if (problem is null)
                {
                    try
                    {
                        var anchor = _book.Read(number);
                        Keep(anchor, destination.Name, await destination.DeliverAsync(anchor, cancellationToken));
                    }
                    catch (Exception exception) when (exception is AnchorNotDeliveredException or InvalidDataException)
                    {
                        problem = exception.Message;
                    }
                }

                outcomes.Add(new(number, destination.Name, problem));
            }
        }

        return outcomes;
    }

    /// <summary>Where the receipt of an anchor lies.</summary>
    public static string Receipt(CustodyFolder custody, long number, string destination) => Path.ChangeExtension(custody.Anchor(number), $".{destination}.receipt");

    /// <summary>Time-stamp tokens of an anchor: file names below the anchors' folder.</summary>
    public static IReadOnlyList<string> Tokens(CustodyFolder custody, long number)
    {
        var name = Path.GetFileNameWithoutExtension(custody.Anchor(number));
        return Directory.Exists(custody.Anchors)
            ? [.. Directory.EnumerateFiles(custody.Anchors, name + ".*.tst").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)]
            : [];
    }

    private void Keep(Anchor anchor, string destination, ReadOnlyMemory<byte> proof)
    {
        if (!proof.IsEmpty) PublicFiles.Replace(Path.ChangeExtension(_custody.Anchor(anchor.Number), $".{destination}.tst"), proof.Span);
        PublicFiles.Replace(Receipt(_custody, anchor.Number, destination), CanonicalJson.Write(new JsonObject
        {
            ["anchor"] = anchor.Number,
            ["at"] = _time.GetUtcNow().ToMicroseconds(),
            ["digest"] = anchor.Digest,
            ["to"] = destination,
        }));
    }
}
