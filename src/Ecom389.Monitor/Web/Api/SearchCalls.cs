using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Search and requests for captures.</summary>
internal static class SearchCalls
{
    private const int LongestTitle = 400;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/search", FindAsync).RequireAuthorization(ApiSite.Policy(ApiScopes.Read)).WithName("search")
            .WithSummary("Listings by words, telephone number in any spelling, address, shop, certificate number or id.").ProducesProblem(400);
        api.MapPost("/captures", AskAsync).RequireAuthorization(ApiSite.Policy(ApiScopes.Capture)).WithName("askCapture")
            .WithSummary("Asks that an address be captured by its source's next run.").ProducesProblem(400);
    }

    private static async Task<Results<Ok<ApiSearch>, ProblemHttpResult>> FindAsync(HttpContext context, ListingSearch search, CancellationToken cancellationToken, string? q = null)
    {
        if (string.IsNullOrWhiteSpace(q)) return TypedResults.Problem("q is what is looked for.", statusCode: 400, title: "no-query");
        var caller = ApiSite.Caller(context);
        var found = await search.AnswerAsync(q, caller.Actor, cancellationToken);
        if (found.Address is { } address)
            return TypedResults.Ok(new ApiSearch(found.Typed, address.Hit is { } one ? [Hit(one, "address", caller)] : [], true, true, address.LastDecision, address.Source?.Id, address.Asked?.AskedAt));
        return TypedResults.Ok(new ApiSearch(
            found.Typed,
            [.. found.Groups.SelectMany(group => group.Found.Hits.Select(hit => Hit(hit, group.Mark is { } mark ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(mark.Kind.ToString()) : "words", caller)))],
            found.Groups.All(group => group.Found.IsWhole), false, null, null, null));
    }

    private static async Task<Results<Ok<ApiCaptureAnswer>, ProblemHttpResult>> AskAsync(ApiCaptureRequest request, HttpContext context, CaptureDesk desk, CancellationToken cancellationToken) =>
        await desk.AskAsync(request.Url ?? "", request.Reason ?? "", ApiSite.Caller(context).Actor, cancellationToken) switch
        {
            CaptureOutcome.Asked => TypedResults.Ok(new ApiCaptureAnswer("asked")),
            CaptureOutcome.AlreadyAsked => TypedResults.Ok(new ApiCaptureAnswer("already-asked")),
            CaptureOutcome.NoAddress => TypedResults.Problem("url must be an http(s) address.", statusCode: 400, title: "no-address"),
            CaptureOutcome.TooLong => TypedResults.Problem("url must be at most 2,000 bytes long.", statusCode: 400, title: "too-long"),
            CaptureOutcome.NoSource => TypedResults.Problem("No source fetches from that host.", statusCode: 400, title: "no-source"),
            _ => TypedResults.Problem("A reason of 1 to 400 characters is needed.", statusCode: 400, title: "no-reason"),
        };

    private static ApiHit Hit(SearchHit hit, string foundBy, Person caller) => new(
        foundBy, hit.Listing.Id, hit.Listing.SourceId, hit.Listing.Url, ApiWords.Shown(SellerWords.Shorten(hit.Title, LongestTitle, out _), caller), ApiWords.ShownOrNull(hit.SellerName, caller), hit.PriceVnd, hit.Listing.LastSeen, hit.Item?.Id, hit.Item?.State);
}
