using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Two-person steps.</summary>
internal static class ApprovalCalls
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/approvals", async (HttpContext context, ReviewService review, CancellationToken cancellationToken) => TypedResults.Ok(await review.OpenApprovalsAsync(ApiSite.Caller(context).Actor, cancellationToken)))
            .RequireAuthorization(ApiSite.Policy(ApiScopes.Read)).WithName("approvals").WithSummary("Requests that await a second person, oldest first.");
        api.MapPost("/approvals/{id:guid}", AnswerAsync).RequireAuthorization(ApiSite.Policy(ApiScopes.Decide)).WithName("answerApproval")
            .WithSummary("Answers another person's request; one's own is refused.").ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem();
    }

    private static async Task<Results<Ok<ApiDecided>, ProblemHttpResult, ValidationProblem>> AnswerAsync(Guid id, ApiAnswer answer, HttpContext context, ReviewService review, CancellationToken cancellationToken) =>
        QueueCalls.Answer(await review.ApproveAsync(id, answer.Approved, answer.Reason ?? "", ApiSite.Caller(context).Actor, cancellationToken));
}
