using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Objections of sellers and platforms.</summary>
internal static class ObjectionCalls
{
    public static void Map(RouteGroupBuilder api)
    {
        var read = ApiSite.Policy(ApiScopes.Read);
        var decide = ApiSite.Policy(ApiScopes.Decide);
        api.MapGet("/objections", ListAsync).RequireAuthorization(read).WithName("objections").WithSummary("To be answered first, soonest due first.").ProducesProblem(400);
        api.MapPost("/items/{id:guid}/objections", RegisterAsync).RequireAuthorization(decide).WithName("registerObjection").WithSummary("Registers an objection against a decided item; its due date counts working days.").ProducesProblem(404).ProducesValidationProblem();
        api.MapPost("/objections/{id:guid}/answer", AnswerAsync).RequireAuthorization(decide).WithName("answerObjection").WithSummary("Lets the decision stand, or proposes its reversal to a second person.").ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem();
    }

    private static async Task<Results<Ok<IReadOnlyList<Objection>>, ProblemHttpResult>> ListAsync(HttpContext context, ReviewService review, CancellationToken cancellationToken, int limit = 100)
    {
        if (limit is < 1 or > 500) return TypedResults.Problem("limit 1 to 500.", statusCode: 400, title: "bad-filter");
        var caller = ApiSite.Caller(context);
        IReadOnlyList<Objection> found = [.. (await review.ObjectionsAsync(caller.Actor, limit, cancellationToken)).Select(objection => objection with { From = ApiWords.Shown(objection.From, caller), Text = ApiWords.Shown(objection.Text, caller) })];
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<Objection>, ProblemHttpResult, ValidationProblem>> RegisterAsync(Guid id, ApiObjection objection, HttpContext context, ReviewService review, CancellationToken cancellationToken) => Answer(await review.RegisterObjectionAsync(
        new(id, objection.Kind, objection.From ?? "", objection.ReceivedBy ?? "", objection.ReceivedOn, objection.Text ?? "", objection.AttachmentName, objection.AttachmentSha256), ApiSite.Caller(context).Actor, cancellationToken));

    private static async Task<Results<Ok<Objection>, ProblemHttpResult, ValidationProblem>> AnswerAsync(Guid id, ApiObjectionAnswer answer, HttpContext context, ReviewService review, CancellationToken cancellationToken)
    {
        var actor = ApiSite.Caller(context).Actor;
        return Answer(answer.Uphold
            ? await review.ProposeUpholdingAsync(id, answer.Reason ?? "", answer.Codes ?? [], actor, cancellationToken)
            : await review.RejectObjectionAsync(id, answer.Reason ?? "", actor, cancellationToken));
    }

    private static Results<Ok<Objection>, ProblemHttpResult, ValidationProblem> Answer(ObjectionResult result) => result switch
    {
        ObjectionResult.Done done => TypedResults.Ok(done.Objection),
        ObjectionResult.Invalid invalid => TypedResults.ValidationProblem(invalid.Faults.GroupBy(Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.ToString()).ToArray(), StringComparer.Ordinal)),
        ObjectionResult.Changed => TypedResults.Problem("It was answered meanwhile.", statusCode: 409, title: "changed"),
        _ => TypedResults.Problem("No such item or open objection among the caller's, or not theirs to answer.", statusCode: 404, title: "not-found"),
    };

    private static string Field(ObjectionFault fault) => fault switch
    {
        ObjectionFault.FromMissing => "from",
        ObjectionFault.HowMissing => "receivedBy",
        ObjectionFault.TextMissing or ObjectionFault.TextTooLong => "text",
        ObjectionFault.DateOutOfRange => "receivedOn",
        ObjectionFault.HashMalformed => "attachmentSha256",
        ObjectionFault.CodesMissing => "codes",
        ObjectionFault.ReasonMissing => "reason",
        _ => "item",
    };
}
