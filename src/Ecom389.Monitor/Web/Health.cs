using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web;

/// <summary>Answers whether the site can do its work: 200 when the store answers, 503 when it does not. Says nothing of the matters.</summary>
public static class Health
{
    public static async Task<IResult> AnswerAsync(IUserStore users, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            await users.UnitsAsync(cancellationToken);
            return Results.Json(new { status = "ok", at = time.GetUtcNow() });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever keeps the store from answering, the answer to the watcher is the same.
            loggers.CreateLogger(typeof(Health)).LogError(e, "The store does not answer");
            return Results.Json(new { status = "store-unavailable", at = time.GetUtcNow() }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
