using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Desk;

namespace Ecom389.Monitor.Web.Items;

/// <summary>What stands around an item: its kin, its place in the law, what is missing. Empty while it is read blind.</summary>
public sealed record ItemSurroundings
{
    public KinPage Seller { get; init; } = new([], 0);

    public KinPage Near { get; init; } = new([], 0);

    public PriceComparison? Price { get; init; }

    public ConformityView? Conformity { get; init; }

    /// <summary>The list of certified devices in force, or null.</summary>
    public CertifiedDeviceList? List { get; init; }

    public IReadOnlyList<EvidenceCheck> Checks { get; init; } = [];

    public IReadOnlyList<TransferAdvice> Routes { get; init; } = [];

    public RichCaptureInfo? Rich { get; init; }

    public IReadOnlyList<Objection> Objections { get; init; } = [];

    /// <summary>Whom the item may be handed to.</summary>
    public IReadOnlyList<User> Colleagues { get; init; } = [];
}

/// <summary>Gathers an item's surroundings; every part is bounded.</summary>
public sealed class ItemDesk(ReviewSiteOptions site, IUserStore users, TimeProvider time)
{
    /// <summary>Kin shown on the item's page.</summary>
    public const int KinShown = 6;

    /// <summary>From this likeness two listings are shown as saying the same.</summary>
    public const double LeastLikeness = 0.7;

    public async Task<ItemSurroundings> ReadAsync(ItemView view, Person person, CancellationToken cancellationToken)
    {
        var desk = site.Desk ?? ReviewDesk.Bare;
        var colleagues = view.MayDecide ? await ColleaguesAsync(view.Item, person, cancellationToken) : [];
        if (view.Item.HidesJudgement) return new() { Colleagues = colleagues };

        var entry = view.Entry;
        var units = ReviewService.VisibleUnits(person.Actor);
        var rich = desk.FindRich?.Invoke(entry.Finding, entry.Listing.SourceId);
        return new()
        {
            Seller = desk.Kin is { } kin ? await kin.OfSellerAsync(entry.Listing.Id, units, KinShown, cancellationToken) : new([], 0),
            Near = desk.Kin is { } near ? await near.NearAsync(entry.Listing.Id, units, LeastLikeness, KinShown, cancellationToken) : new([], 0),
            Price = PriceComparison.Of(entry),
            Conformity = ConformityView.Of(entry),
            List = desk.Registry is { } registry ? await registry.CurrentAsync(cancellationToken) : null,
            Checks = EvidenceChecks.Of(entry, view.Item.Codes, rich is not null, view.Capture is not null, time.GetUtcNow()),
            Routes = desk.Route?.Invoke(entry, view.Item.Codes) ?? [],
            Rich = rich,
            Objections = desk.Objections is { } objections ? await objections.OfItemAsync(view.Item.Id, cancellationToken) : [],
            Colleagues = colleagues,
        };
    }

    /// <summary>People who may decide the item, without the person themselves, by name.</summary>
    private async Task<IReadOnlyList<User>> ColleaguesAsync(ReviewItem item, Person person, CancellationToken cancellationToken) =>
    [
        .. (await users.AllAsync(cancellationToken)).Where(user => user.Enabled && Actor.Of(user) is { MayDecide: true } actor && actor.Sees(item.UnitId) && !string.Equals(user.Name, person.Name, StringComparison.Ordinal))
            .OrderBy(user => user.DisplayName, StringComparer.CurrentCulture),
    ];
}
