using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>What stands around items: kin, many at once, handing over, saved views, what flagging misses.</summary>
internal static class DeskCalls
{
    private const int LongestTitle = 400;
    private const int LongestName = 60;
    private const int MostInHand = 500;

    public static void Map(RouteGroupBuilder api)
    {
        var read = ApiSite.Policy(ApiScopes.Read);
        var decide = ApiSite.Policy(ApiScopes.Decide);
        api.MapGet("/items/{id:guid}/kin", KinAsync).RequireAuthorization(read).WithName("kin").WithSummary("Near-duplicates (by=near) or the seller's other listings (by=seller).").ProducesProblem(400).ProducesProblem(404);
        api.MapPost("/bulk/preview", PreviewAsync).RequireAuthorization(decide).WithName("previewBulk").WithSummary("Exactly what one decision about several items would change; changes nothing.").ProducesValidationProblem();
        api.MapPost("/bulk", DoAsync).RequireAuthorization(decide).WithName("decideMany").WithSummary("Does what a preview showed.").ProducesProblem(409);
        api.MapPost("/items/{id:guid}/hand-over", HandOverAsync).RequireAuthorization(decide).WithName("handOver").WithSummary("Gives a held item to a colleague.").ProducesProblem(409);
        api.MapPost("/hand-over", HandOverAllAsync).RequireAuthorization(decide).WithName("handOverAll").WithSummary("Gives everything a person has in hand to a colleague: one's own, or, for administrators, anybody's.").ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/loads", LoadsAsync).RequireAuthorization(read).WithName("loads").WithSummary("Who holds and follows up how many items.").ProducesProblem(404);
        api.MapGet("/views", ViewsAsync).RequireAuthorization(read).WithName("views").WithSummary("The caller's saved views and those of their unit.").ProducesProblem(404);
        api.MapPost("/views", SaveViewAsync).RequireAuthorization(decide).WithName("saveView").WithSummary("Saves a view, or replaces the caller's of that name.").ProducesProblem(400).ProducesProblem(404);
        api.MapDelete("/views/{id:guid}", RemoveViewAsync).RequireAuthorization(decide).WithName("removeView").WithSummary("Forgets one's own view.").ProducesProblem(404);
        api.MapGet("/recall", RecallAsync).RequireAuthorization(read).WithName("recall").WithSummary("What flagging misses, measured on a random sample.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<ApiKinPage>, ProblemHttpResult>> KinAsync(
        Guid id, HttpContext context, ReviewService review, ReviewSiteOptions site, CancellationToken cancellationToken, string by = "near", int limit = 20)
    {
        var caller = ApiSite.Caller(context);
        if (by is not ("near" or "seller") || limit is < 1 or > 100) return TypedResults.Problem("by is near or seller, limit 1 to 100.", statusCode: 400, title: "bad-filter");
        // What is read blind has no kin to tell by.
        if (site.Desk?.Kin is not { } kin || await review.PeekAsync(id, caller.Actor, cancellationToken) is not { Item.HidesJudgement: false } entry) return NotFound();
        var units = ReviewService.VisibleUnits(caller.Actor);
        var page = by == "near"
            ? await kin.NearAsync(entry.Listing.Id, units, ItemDesk.LeastLikeness, limit, cancellationToken)
            : await kin.OfSellerAsync(entry.Listing.Id, units, limit, cancellationToken);
        return TypedResults.Ok(new ApiKinPage([.. page.Listings.Select(listing => Kin(listing, caller))], page.Total));
    }

    private static ApiKin Kin(KinListing kin, Person caller)
    {
        var record = kin.Snapshot.Content.Record;
        return new(
            kin.Listing.Id, kin.Listing.SourceId, kin.Listing.Url, ApiWords.Shown(SellerWords.Shorten(record.Title, LongestTitle, out _), caller), record.PriceVnd, ApiWords.ShownOrNull(record.Seller.Name, caller),
            kin.Likeness, kin.Item?.Id, kin.Item?.State, kin.Item is { HidesJudgement: true } ? null : kin.Flagged);
    }

    private static async Task<Results<Ok<ApiBulkPreview>, ValidationProblem>> PreviewAsync(ApiBulk bulk, HttpContext context, ReviewService review, CancellationToken cancellationToken)
    {
        var caller = ApiSite.Caller(context);
        var preview = await review.PreviewAsync(Command(bulk), caller.Actor, cancellationToken);
        if (preview.Faults.Count > 0) return QueueCalls.Faulty(preview.Faults);
        return TypedResults.Ok(new ApiBulkPreview([.. preview.Rows.Select(row => new ApiBulkRow(QueueCalls.Row(row.Entry, caller), row.Effect))], preview.Stamps, preview.Seal));
    }

    private static async Task<Results<Ok<ApiBulkDone>, ProblemHttpResult>> DoAsync(ApiBulk bulk, HttpContext context, ReviewService review, CancellationToken cancellationToken)
    {
        var caller = ApiSite.Caller(context);
        return await review.DecideManyAsync(Command(bulk), bulk.Stamps ?? [], bulk.Seal ?? "", caller.Actor, cancellationToken) is { } done
            ? TypedResults.Ok(new ApiBulkDone([.. done.Rows.Select(row => new ApiBulkRow(QueueCalls.Row(row.Entry, caller), row.Effect))]))
            : TypedResults.Problem("The seal does not fit what is asked: make a preview and send its stamps and seal with the same decision.", statusCode: 409, title: "broken-seal");
    }

    private static BulkCommand Command(ApiBulk bulk) => new(bulk.ItemIds ?? [], bulk.Kind, bulk.Kind == DecisionKind.Confirm ? bulk.Codes ?? [] : [], bulk.Reason ?? "", bulk.Kind == DecisionKind.Wait ? bulk.WaitUntil : null);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandOverAsync(Guid id, ApiHandOver order, HttpContext context, ReviewService review, IUserStore users, CancellationToken cancellationToken) =>
        order.To is { } to && await users.FindAsync(to, cancellationToken) is { Enabled: true } colleague && await review.HandOverAsync(id, Actor.Of(colleague), ApiSite.Caller(context).Actor, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("The caller does not hold it, or the colleague may not decide it.", statusCode: 409, title: "not-handed-over");

    private static async Task<Results<Ok<ApiHandedOver>, ProblemHttpResult>> HandOverAllAsync(ApiHandOver order, HttpContext context, ReviewService review, ReviewSiteOptions site, IUserStore users, CancellationToken cancellationToken)
    {
        if (site.Desk?.Workload is not { } workload) return NotFound();
        var caller = ApiSite.Caller(context);
        var from = order.From ?? caller.Name;
        return order.To is { } to && await users.FindAsync(to, cancellationToken) is { Enabled: true } colleague
            && await review.HandOverAllAsync(await workload.InHandAsync(from, MostInHand, cancellationToken), from, Actor.Of(colleague), caller.Actor, cancellationToken) is { } result
            ? TypedResults.Ok(new ApiHandedOver(result.Moved, result.LeftOut))
            : TypedResults.Problem("Not the caller's to hand over, or the colleague may not decide.", statusCode: 409, title: "not-handed-over");
    }

    private static async Task<Results<Ok<IReadOnlyList<PersonLoad>>, ProblemHttpResult>> LoadsAsync(HttpContext context, ReviewSiteOptions site, CancellationToken cancellationToken) =>
        site.Desk?.Workload is { } workload ? TypedResults.Ok(await workload.LoadsAsync(ReviewService.VisibleUnits(ApiSite.Caller(context).Actor), cancellationToken)) : NotFound();

    private static async Task<Results<Ok<IReadOnlyList<SavedView>>, ProblemHttpResult>> ViewsAsync(HttpContext context, ReviewSiteOptions site, CancellationToken cancellationToken) =>
        ApiSite.Caller(context) is var caller && site.Desk?.Views is { } views ? TypedResults.Ok(await views.OfAsync(caller.Name, caller.UnitId, cancellationToken)) : NotFound();

    private static async Task<Results<Ok<SavedView>, ProblemHttpResult>> SaveViewAsync(ApiView view, HttpContext context, ReviewSiteOptions site, TimeProvider time, CancellationToken cancellationToken)
    {
        if (site.Desk?.Views is not { } views) return NotFound();
        var caller = ApiSite.Caller(context);
        var query = QueueQuery.ReadSaved(view.Query ?? "").Saved;
        if (view.Name?.Trim() is not { Length: > 0 and <= LongestName } name || query.Length == 0)
            return TypedResults.Problem($"A name of at most {LongestName} characters and a query string that narrows are needed.", statusCode: 400, title: "bad-view");
        var saved = new SavedView(Guid.CreateVersion7(time.GetUtcNow()), caller.Name, caller.UnitId, view.Shared, name, query, time.GetUtcNow());
        await views.SaveAsync(saved, new(time.GetUtcNow(), caller.Name, "view.saved", "view:" + saved.Id, null, caller.UnitId), cancellationToken);
        return TypedResults.Ok(saved);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveViewAsync(Guid id, HttpContext context, ReviewSiteOptions site, TimeProvider time, CancellationToken cancellationToken) =>
        ApiSite.Caller(context) is var caller && site.Desk?.Views is { } views && await views.RemoveAsync(id, caller.Name, new(time.GetUtcNow(), caller.Name, "view.removed", "view:" + id, null, caller.UnitId), cancellationToken)
            ? TypedResults.NoContent()
            : NotFound();

    private static async Task<Results<Ok<RecallCounts>, ProblemHttpResult>> RecallAsync(HttpContext context, ReviewSiteOptions site, CancellationToken cancellationToken) =>
        site.Desk?.Recall is { } recall ? TypedResults.Ok(await recall.CountAsync(ReviewService.VisibleUnits(ApiSite.Caller(context).Actor), cancellationToken)) : NotFound();

    private static ProblemHttpResult NotFound() => TypedResults.Problem("Nothing of that among the caller's, or the installation does not keep it.", statusCode: 404, title: "not-found");
}
