using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Items;

/// <summary>Puts together what the item page shows.</summary>
public sealed class ItemReader(IListingStore listings, IQueueStore queue)
{
    /// <param name="opened">The item as the review service opened it.</param>
    /// <param name="person">Who looks: leaders see telephone numbers starred.</param>
    /// <param name="whole">True to show fields of any length whole.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ItemView> ReadAsync(OpenResult opened, Person person, bool whole, CancellationToken cancellationToken)
    {
        var entry = opened.Entry ?? throw new ArgumentException("The item was not found.", nameof(opened));
        var record = entry.Snapshot.Content.Record;
        var blind = entry.Item.HidesJudgement;
        var signals = blind ? [] : Number(entry.Finding.Result.Signals, person);
        return new()
        {
            Entry = entry,
            Outcome = opened.Outcome,
            For = [.. signals.Where(signal => signal.Signal.Weight > 0)],
            Against = [.. signals.Where(signal => signal.Signal.Weight <= 0)],
            Title = Field("title", record.Title),
            Description = Field("description", record.Description) ?? new("description", null, [], false),
            PriceText = Field("priceText", record.PriceText),
            Brand = Field("brand", record.Brand),
            SellerName = Field("seller/name", record.Seller.Name),
            Attributes = [.. record.Attributes.Select(attribute => Field(AttributeField(attribute.Key), attribute.Value, attribute.Key)).OfType<FieldView>()],
            Phone = record.Seller.Phone is { Length: > 0 } phone ? person.MayDecide ? phone : PersonalData.MaskWhole(phone) : null,
            Snapshots = await listings.SnapshotsAsync(entry.Listing.Id, cancellationToken),
            Findings = blind ? [] : await listings.FindingsAsync(entry.Listing.Id, cancellationToken),
            Decisions = await queue.DecisionsAsync(entry.Item.Id, cancellationToken),
            Transitions = await queue.TransitionsAsync(entry.Item.Id, cancellationToken),
            Capture = await listings.CaptureAsync(entry.Snapshot.CaptureId, cancellationToken),
        };

        FieldView? Field(string name, string? words, string? label = null)
        {
            if (string.IsNullOrEmpty(words)) return null;
            var shown = SellerWords.Shorten(words, whole ? SellerWords.WholeAtMost : SellerWords.ShownAtMost, out var cut);
            if (!person.MayDecide) shown = PersonalData.Mask(shown);
            return new(name, label, TextRuns.Of(shown, name, signals), cut);
        }
    }

    /// <summary>The name of an attribute's field in signals, escaped as JSON Pointer does.</summary>
    public static string AttributeField(string name) =>
        "attributes/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    // For comes before against, strongest first; the numbers run through both.
    private static List<NumberedSignal> Number(IReadOnlyList<Signal> signals, Person person) =>
    [
        .. signals.OrderByDescending(signal => signal.Weight > 0).ThenByDescending(signal => Math.Abs(signal.Weight))
            .Select((signal, index) => new NumberedSignal(index + 1, person.MayDecide ? signal : Masked(signal))),
    ];

    internal static Signal Masked(Signal signal) => signal with
    {
        Quote = signal.Quote is { } quote ? PersonalData.Mask(quote) : null,
        Message = PersonalData.Mask(signal.Message),
        Facts = signal.Facts?.ToDictionary(fact => fact.Key, fact => PersonalData.Mask(fact.Value), StringComparer.Ordinal),
    };
}
