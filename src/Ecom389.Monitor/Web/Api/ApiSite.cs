using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Ecom389.Monitor.Web.Api;

/// <summary>The JSON interface: everything the pages do with items, for programs. Each call passes through the services the pages use.</summary>
public static class ApiSite
{
    public const string Prefix = "/api";
    public const string DocumentPath = "/api/openapi.json";

    /// <summary>Name of the rate limit on calls.</summary>
    public const string Limit = "api";

    private const string DocumentName = "v1";

    public static void AddServices(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            var own = json.SerializerOptions;
            own.PropertyNamingPolicy = JsonContract.Compact.PropertyNamingPolicy;
            own.DefaultIgnoreCondition = JsonContract.Compact.DefaultIgnoreCondition;
            own.Encoder = JsonContract.Compact.Encoder;
            own.MaxDepth = 16;
            foreach (var converter in JsonContract.Compact.Converters) own.Converters.Add(converter);
        });
        services.AddProblemDetails();
        services.AddOpenApi(DocumentName, document => document.AddDocumentTransformer((description, _, _) =>
        {
            description.Info = new() { Title = "Ecom389 Monitor", Version = DocumentName, Description = "Nghi vấn, không phải kết luận: an item is a suspicion until an authority finds. Instants are UTC, money is đồng." };
            description.Servers = [];
            description.Components ??= new();
            description.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token from /ma-truy-cap or `ecom389 user token add`." },
            };
            description.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", description)] = [] }];
            return Task.CompletedTask;
        }));
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in (ApiScopes[])[ApiScopes.Read, ApiScopes.Decide, ApiScopes.Capture])
            authorization.AddPolicy(Policy(scope), policy => policy.AddAuthenticationSchemes(TokenAuthentication.SchemeName).RequireAuthenticatedUser().RequireClaim(TokenAuthentication.ScopeClaim, scope.ToString()));
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi(DocumentPath).RequireAuthorization(new AuthorizationPolicyBuilder(TokenAuthentication.SchemeName, CookieAuthenticationDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        var api = app.MapGroup(Prefix + "/v1").RequireRateLimiting(Limit).AddEndpointFilter(RecordChangesAsync).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);
        QueueCalls.Map(api);
        ApprovalCalls.Map(api);
        ObjectionCalls.Map(api);
        DeskCalls.Map(api);
        SearchCalls.Map(api);
        FigureCalls.Map(api);
        // Without this an unknown call would be led to the sign-in page, which is no answer for a program.
        app.MapFallback(Prefix + "/{**rest}", () => Results.NotFound()).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The policy that asks for a scope.</summary>
    public static string Policy(ApiScopes scope) => "api." + scope;

    /// <summary>The person a call acts for.</summary>
    public static Person Caller(HttpContext context) => Person.Of(context.User) ?? throw new InvalidOperationException("No one is signed in.");

    /// <summary>Errors of calls are problem details (RFC 9457), never pages.</summary>
    public static async Task WriteProblemAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Instance = context.Request.Path } });
    }

    // The services write down who decided what; that it came through a token, and which, stands beside it.
    private static async ValueTask<object?> RecordChangesAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!HttpMethods.IsGet(context.Request.Method) && Person.Of(context.User) is { } person)
        {
            var details = JsonSerializer.Serialize(new { token = context.User.FindFirst(TokenAuthentication.TokenClaim)?.Value, method = context.Request.Method, path = context.Request.Path.Value }, JsonContract.Compact);
            await context.RequestServices.GetRequiredService<IAuditStore>().AppendAsync(
                new(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), person.Name, "api.called", "user:" + person.Name, details, person.UnitId), context.RequestAborted);
        }

        return await next(invocation);
    }
}
