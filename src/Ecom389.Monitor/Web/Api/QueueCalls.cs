using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Listings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Queue and items.</summary>
internal static class QueueCalls
{
    private const int LongestTitle = 400;

    public static void Map(RouteGroupBuilder api)
    {
        var read = ApiSite.Policy(ApiScopes.Read);
        var decide = ApiSite.Policy(ApiScopes.Decide);
        api.MapGet("/me", (HttpContext context) =>
            {
                var me = ApiSite.Caller(context);
                return TypedResults.Ok(new ApiMe(me.Name, me.DisplayName, me.Role, me.UnitId, [.. context.User.FindAll(TokenAuthentication.ScopeClaim).Select(claim => claim.Value)]));
            })
            .RequireAuthorization(read).WithName("me").WithSummary("Whom the token acts for.");
        api.MapGet("/queue", ListAsync).RequireAuthorization(read).WithName("queue").WithSummary("Items by priority, within the caller's units.").ProducesProblem(400);
        api.MapPost("/queue/next", NextAsync).RequireAuthorization(decide).WithName("takeNext").WithSummary("Takes the best free item; 204 when there is none.");
        api.MapGet("/items/{id:guid}", ReadAsync).RequireAuthorization(read).WithName("item").WithSummary("An item with its words, signals, history. Reading is audited; it is not taken.").ProducesProblem(404);
        api.MapPost("/items/{id:guid}/open", OpenAsync).RequireAuthorization(decide).WithName("openItem").WithSummary("Takes an item for a quarter of an hour.").ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/items/{id:guid}/release", ReleaseAsync).RequireAuthorization(decide).WithName("releaseItem").WithSummary("Gives a held item back.").ProducesProblem(409);
        api.MapPost("/items/{id:guid}/decision", DecideAsync).RequireAuthorization(decide).WithName("decideItem").WithSummary("Decides an item. Dismissing a high priority waits for a second person.").ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem();
        api.MapPost("/items/{id:guid}/undo", UndoAsync).RequireAuthorization(decide).WithName("undoDecision").WithSummary("Takes one's own latest decision back.").ProducesProblem(409);
    }

    /// <summary>What came of a decision as an answer.</summary>
    public static Results<Ok<ApiDecided>, ProblemHttpResult, ValidationProblem> Answer(DecideResult result) => result switch
    {
        DecideResult.Decided decided => TypedResults.Ok(new ApiDecided("decided", Decided(decided.Item), null)),
        DecideResult.NeedsApproval waits => TypedResults.Ok(new ApiDecided("needs-approval", null, waits.ApprovalId)),
        DecideResult.LeasedBy held => TypedResults.Problem($"Held by {held.Name} until {held.Until:O}.", statusCode: 409, title: "held"),
        DecideResult.Changed => TypedResults.Problem("It is no longer what was seen: decided meanwhile, or judged anew.", statusCode: 409, title: "changed"),
        DecideResult.Invalid invalid => Faulty(invalid.Faults),
        _ => TypedResults.Problem("No such item among the caller's, or not theirs to decide.", statusCode: 404, title: "not-found"),
    };

    /// <summary>What a decision lacked, per field.</summary>
    public static ValidationProblem Faulty(IEnumerable<DecisionFault> faults) =>
        TypedResults.ValidationProblem(faults.GroupBy(Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.ToString()).ToArray(), StringComparer.Ordinal));

    private static ApiDecidedItem Decided(ReviewItem item) => new(item.Id, item.State, item.Revision, item.WaitUntil, item is { IsBlind: true, IsOpen: false } ? item.Origin : null);

    public static ApiItemRow Row(QueueEntry entry, Person caller)
    {
        var (item, record) = (entry.Item, entry.Snapshot.Content.Record);
        return new(
            item.Id, item.State, item.HidesJudgement, item.HidesJudgement ? null : item.Priority, item.HidesJudgement ? null : entry.Finding.Result.Score, item.HidesJudgement ? [] : item.Codes, item.OpenedAt, item.UpdatedAt, item.LeasedBy, item.LeasedUntil, item.WaitUntil, item.ReopenedBy, item.UnitId, item.Place,
            item.Revision, item.FindingId, entry.Listing.Id, entry.Listing.SourceId, entry.Listing.Url, ApiWords.Shown(SellerWords.Shorten(record.Title, LongestTitle, out _), caller), record.PriceVnd, ApiWords.ShownOrNull(record.Seller.Name, caller));
    }

    private static async Task<Results<Ok<ApiQueuePage>, ProblemHttpResult>> ListAsync(
        HttpContext context, ReviewService review, CancellationToken cancellationToken,
        string? state = null, string? violation = null, string? source = null, string? channel = null, string? text = null, double? minPriority = null, int offset = 0, int limit = 50,
        string? place = null, double? maxPriceRatio = null, DateTimeOffset? openedSince = null, DateTimeOffset? openedBefore = null, string? seller = null, bool mine = false)
    {
        if (Filter(state, violation, source, channel, text, minPriority, offset, limit) is not { } filter) return TypedResults.Problem("state is new, leased, waiting, confirmed or dismissed (several with commas), channel marketplace, social or website; offset 0 to 1,000,000, limit 1 to 500.", statusCode: 400, title: "bad-filter");
        var caller = ApiSite.Caller(context);
        filter = filter with { Place = place, MaxPriceRatio = maxPriceRatio, OpenedSince = openedSince, OpenedBefore = openedBefore, SellerKey = seller, Person = mine ? caller.Name : null };
        var page = await review.ListAsync(filter, caller.Actor, cancellationToken);
        return TypedResults.Ok(new ApiQueuePage([.. page.Entries.Select(entry => Row(entry, caller))], page.Total, offset, page.IsAtLeast));
    }

    private static async Task<Results<Ok<ApiItemRow>, NoContent>> NextAsync(HttpContext context, ReviewService review, CancellationToken cancellationToken, string? violation = null, string? source = null)
    {
        var caller = ApiSite.Caller(context);
        return await review.NextAsync(new() { Violation = violation, SourceId = source }, caller.Actor, cancellationToken) is { } entry ? TypedResults.Ok(Row(entry, caller)) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ApiItem>, ProblemHttpResult>> ReadAsync(
        Guid id, HttpContext context, ReviewService review, IListingStore listings, IQueueStore queue, IAuditStore audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var caller = ApiSite.Caller(context);
        if (await review.PeekAsync(id, caller.Actor, cancellationToken) is not { } entry) return NotFound();
        await audit.AppendAsync(new(time.GetUtcNow(), caller.Name, "item.read", $"item:{id}", null, entry.Item.UnitId), cancellationToken);
        var (content, finding) = (entry.Snapshot.Content, entry.Finding);
        return TypedResults.Ok(new ApiItem(
            Row(entry, caller), ApiWords.Shown(content.Record, caller), content.Images, entry.Item.HidesJudgement ? [] : finding.Result.Violations, entry.Item.HidesJudgement ? [] : [.. finding.Result.Signals.Select(signal => caller.MayDecide ? signal : ItemReader.Masked(signal))], finding.Versions,
            entry.Snapshot.CapturedAt, await queue.DecisionsAsync(id, cancellationToken), await queue.TransitionsAsync(id, cancellationToken), await listings.CaptureAsync(entry.Snapshot.CaptureId, cancellationToken)));
    }

    private static async Task<Results<Ok<ApiItemRow>, ProblemHttpResult>> OpenAsync(Guid id, HttpContext context, ReviewService review, CancellationToken cancellationToken)
    {
        var caller = ApiSite.Caller(context);
        var opened = await review.OpenAsync(id, caller.Actor, cancellationToken);
        return opened.Outcome switch
        {
            OpenOutcome.Leased => TypedResults.Ok(Row(opened.Entry!, caller)),
            OpenOutcome.NotFound => NotFound(),
            OpenOutcome.LeasedByOther => TypedResults.Problem($"Held by {opened.LeasedBy} until {opened.LeasedUntil:O}.", statusCode: 409, title: "held"),
            _ => TypedResults.Problem("It is closed or waits for a second person.", statusCode: 409, title: "read-only"),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Guid id, HttpContext context, ReviewService review, CancellationToken cancellationToken) =>
        await review.ReleaseAsync(id, ApiSite.Caller(context).Actor, cancellationToken) ? TypedResults.NoContent() : TypedResults.Problem("The caller does not hold it.", statusCode: 409, title: "not-held");

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult, ValidationProblem>> DecideAsync(Guid id, ApiDecision decision, HttpContext context, ReviewService review, CancellationToken cancellationToken) =>
        Answer(await review.DecideAsync(new(id, decision.Kind, decision.Kind == DecisionKind.Confirm ? decision.Codes : [], decision.Reason ?? "", decision.WaitUntil, decision.SeenFindingId), ApiSite.Caller(context).Actor, cancellationToken));

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult, ValidationProblem>> UndoAsync(Guid id, HttpContext context, ReviewService review, CancellationToken cancellationToken) =>
        Answer(await review.UndoAsync(id, ApiSite.Caller(context).Actor, cancellationToken));

    private static ProblemHttpResult NotFound() => TypedResults.Problem("No such item among the caller's.", statusCode: 404, title: "not-found");

    private static string Field(DecisionFault fault) => fault switch
    {
        DecisionFault.ReasonMissing or DecisionFault.ReasonTooLong => "reason",
        DecisionFault.CodesMissing or DecisionFault.CodeUnknown => "codes",
        _ => "waitUntil",
    };

    private static QueueFilter? Filter(string? state, string? violation, string? source, string? channel, string? text, double? minPriority, int offset, int limit)
    {
        var states = new List<ReviewState>();
        foreach (var name in (state ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!char.IsAsciiLetter(name[0]) || !Enum.TryParse<ReviewState>(name, ignoreCase: true, out var one)) return null;
            states.Add(one);
        }

        Channel? on = null;
        if (!string.IsNullOrEmpty(channel))
        {
            if (!char.IsAsciiLetter(channel[0]) || !Enum.TryParse<Channel>(channel, ignoreCase: true, out var one)) return null;
            on = one;
        }

        if (offset is < 0 or > 1_000_000 || limit is < 1 or > 500) return null;
        return new()
        {
            States = states.Count == 0 ? null : states,
            Violation = violation,
            SourceId = source,
            Channel = on,
            Text = text,
            MinPriority = minPriority,
            Offset = offset,
            Limit = limit,
        };
    }
}
