using System.Text.Unicode;
using System.Threading.RateLimiting;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Assets;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Queue;
using Ecom389.Monitor.Web.Texts;
using Ecom389.Monitor.Web.Violations;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.WebEncoders;

namespace Ecom389.Monitor.Web;

/// <summary>The review site (trang xử lý): server-rendered pages over the stores and the review service it is given.</summary>
public static class ReviewSite
{
    /// <summary>Name of the rate limit on signing in.</summary>
    public const string SignInLimit = "sign-in";

    // A morning's work without signing in again, and no more.
    private static readonly TimeSpan Session = TimeSpan.FromHours(8);

    /// <summary>
    /// Makes the site, ready for <c>StartAsync</c>. Everything comes from the options: no configuration file or environment
    /// variable is read, so that a machine's settings cannot open another address.
    /// </summary>
    public static WebApplication Build(ReviewSiteOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = typeof(ReviewSite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1_000_000;
        });
        builder.WebHost.UseUrls([.. options.Urls]);
        (options.Logging ?? LogWarnings)(builder.Logging);
        AddServices(builder.Services, options);

        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    /// <summary>Addresses a started site really listens on.</summary>
    public static IReadOnlyList<string> Addresses(WebApplication site) => [.. site.Urls];

    private static void LogWarnings(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    private static void AddServices(IServiceCollection services, ReviewSiteOptions options)
    {
        services.AddSingleton(options)
            .AddSingleton(options.Queue).AddSingleton(options.Listings).AddSingleton(options.Approvals)
            .AddSingleton(options.Audit).AddSingleton(options.Users).AddSingleton(options.Review)
            .AddSingleton(options.Time).AddSingleton(options.Violations)
            .AddSingleton<SiteAssets>().AddSingleton<SignInService>().AddSingleton<SiteAccounts>().AddSingleton<Passwords>()
            .AddSingleton<SkippedItems>().AddSingleton<SourceNames>()
            .AddScoped<RequestLanguage>().AddScoped<SiteText>().AddScoped<ViolationNames>().AddScoped<SellerWords>()
            .AddScoped<NextItem>().AddScoped<Items.ItemReader>().AddScoped<Items.ItemDesk>()
            .AddSingleton<QueuePlan>().AddSingleton<Training.TrainingRoom>();

        // Vietnamese letters as letters, not as entities: half the bytes, and readable.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new(UnicodeRanges.All));

        var keys = services.AddDataProtection().SetApplicationName("ecom389");
        if (options.KeyFolder is { } folder) keys.PersistKeysToFileSystem(new(folder));
        else keys.UseEphemeralDataProtectionProvider();

        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "ecom389";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Session;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/dang-nhap";
            cookie.AccessDeniedPath = "/loi/403";
            cookie.ReturnUrlParameter = "ve";
            cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "ecom389.form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(SignInLimit, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new() { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter("read"));
        });
        services.AddRoutingCore();
        services.AddRazorPages(pages => pages.RootDirectory = "/Web/Pages")
            .AddCookieTempDataProvider(temp =>
            {
                temp.Cookie.Name = "ecom389.notice";
                temp.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                temp.Cookie.IsEssential = true;
            })
            .ConfigureApplicationPartManager(parts => AddOwnParts(parts));
    }

    // Tests host the site from another entry assembly; its pages are always in this one.
    private static void AddOwnParts(ApplicationPartManager parts)
    {
        var assembly = typeof(ReviewSite).Assembly;
        foreach (var part in CompiledRazorAssemblyApplicationPartFactory.GetDefaultApplicationParts(assembly).Append(new AssemblyPart(assembly)))
        {
            if (!parts.ApplicationParts.Any(known => known.GetType() == part.GetType() && string.Equals(known.Name, part.Name, StringComparison.Ordinal)))
                parts.ApplicationParts.Add(part);
        }
    }

    private static void UsePipeline(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            SecurityHeaders.Set(context);
            if (await context.RequestServices.GetRequiredService<SiteAssets>().TryServeAsync(context)) return;
            context.RequestServices.GetRequiredService<RequestLanguage>().Read(context);
            await next(context);
        });
        app.UseExceptionHandler("/loi/500");
        app.UseStatusCodePagesWithReExecute("/loi/{0}");
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(PasswordChange.RequireAsync);
        app.MapRazorPages();
        app.MapGet("/health", Health.AnswerAsync).AllowAnonymous();
    }
}
