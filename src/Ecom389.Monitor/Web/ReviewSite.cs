using System.Text.Unicode;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Accounts.Outside;
using Ecom389.Monitor.Web.Api;
using Ecom389.Monitor.Web.Assets;
using Ecom389.Monitor.Web.Dashboard;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Queue;
using Ecom389.Monitor.Web.Search;
using Ecom389.Monitor.Web.Texts;
using Ecom389.Monitor.Web.Violations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.WebEncoders;

namespace Ecom389.Monitor.Web;

/// <summary>The review site (trang xử lý): server-rendered pages over the stores and the review service it is given.</summary>
public static class ReviewSite
{
    /// <summary>Name of the rate limit on signing in.</summary>
    public const string SignInLimit = "sign-in";

    private const int ThreadsReady = 32;

    /// <summary>
    /// Makes the site, ready for <c>StartAsync</c>. Everything comes from the options: no configuration file or environment
    /// variable is read, so that a machine's settings cannot open another address.
    /// </summary>
    public static WebApplication Build(ReviewSiteOptions options)
    {
        KeepThreadsReady();
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
        options.Endpoints?.Invoke(app);
        return app;
    }

    // The store is read on the pool's threads. With as few of them as cores, two slow readings would keep everybody waiting until the
    // pool makes another, which it does twice a second.
    private static void KeepThreadsReady()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        if (workers < ThreadsReady) ThreadPool.SetMinThreads(ThreadsReady, ports);
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
            .AddSingleton<SiteAssets>().AddSingleton<SignInService>().AddSingleton<SiteAccounts>().AddSingleton<Passwords>().AddSingleton<CommonPasswords>()
            .AddSingleton(options.Credentials).AddSingleton(options.Search).AddSingleton(options.CaptureRequests).AddSingleton(options.Figures).AddSingleton(options.Stops)
            .AddSingleton<SecondFactors>().AddSingleton<ApiTokens>().AddSingleton<AccountDesk>()
            .AddSingleton<ListingSearch>().AddSingleton<CaptureDesk>().AddSingleton<MarkIndex>().AddSingleton<DashboardFigures>()
            .AddHostedService(services => services.GetRequiredService<MarkIndex>())
            .AddSingleton<SkippedItems>().AddSingleton<ItemsBeingTaken>().AddSingleton<SourceNames>()
            .AddScoped<RequestLanguage>().AddScoped<SiteText>().AddScoped<ViolationNames>().AddScoped<SellerWords>()
            .AddScoped<NextItem>().AddScoped<Items.ItemReader>().AddScoped<Items.ItemDesk>()
            .AddSingleton<QueuePlan>().AddSingleton<Training.TrainingRoom>();

        // Vietnamese letters as letters, not as entities: half the bytes, and readable.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new(UnicodeRanges.All));

        var keys = services.AddDataProtection().SetApplicationName("ecom389");
        if (options.KeyFolder is { } folder) keys.PersistKeysToFileSystem(new(folder));
        else keys.UseEphemeralDataProtectionProvider();

        if (options.OpenIdConnect is { } directory) services.AddSingleton(directory).AddSingleton<OpenIdConnectClient>();
        SiteSecurity.AddServices(services, options);
        ApiSite.AddServices(services);
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

    // Addresses that people may have kept from before the pages bore Vietnamese ones.
    private static void MapFormerAddresses(WebApplication app)
    {
        foreach (var (former, now) in (ReadOnlySpan<(string, string)>)[("/jobs", "/lich-chay"), ("/sources", "/nguon")])
            app.MapGet(former, (HttpRequest request) => TypedResults.Redirect(now + request.QueryString, permanent: true)).ExcludeFromDescription();
    }

    private static void UsePipeline(WebApplication app)
    {
        HostCookies.Use(app);
        app.Use(async (context, next) =>
        {
            SecurityHeaders.Set(context);
            if (await context.RequestServices.GetRequiredService<SiteAssets>().TryServeAsync(context)) return;
            context.RequestServices.GetRequiredService<RequestLanguage>().Read(context);
            await next(context);
        });
        app.UseWhen(IsCall, calls => calls.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ApiSite.WriteProblemAsync }).UseStatusCodePages(page => ApiSite.WriteProblemAsync(page.HttpContext)));
        app.UseWhen(context => !IsCall(context), pages => pages.UseExceptionHandler("/loi/500").UseStatusCodePagesWithReExecute("/loi/{0}"));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use(PasswordChange.RequireAsync);
        app.MapRazorPages();
        MapFormerAddresses(app);
        app.MapGet("/health", Health.AnswerAsync).AllowAnonymous().ExcludeFromDescription();
        if (app.Services.GetRequiredService<ReviewSiteOptions>().OpenIdConnect is not null) OutsideSignIn.Map(app);
        ApiSite.Map(app);

        static bool IsCall(HttpContext context) => context.Request.Path.StartsWithSegments(ApiSite.Prefix, StringComparison.Ordinal);
    }
}
