using System.Net;

using Ecom389.Monitor.Samples.Classifieds;
using Ecom389.Monitor.Samples.FamilyShop;
using Ecom389.Monitor.Samples.HostileShop;
using Ecom389.Monitor.Samples.Marketplace;
using Ecom389.Monitor.Samples.PageApplication;
using Ecom389.Monitor.Samples.Serving;
using Ecom389.Monitor.Samples.SocialPage;

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ecom389.Monitor.Samples;

/// <summary>What a caller may change about the shops.</summary>
public sealed record SampleShopOptions
{
    /// <summary>Business time: what "hôm qua" on the classifieds site is counted from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// What became of a bundled listing since it was written: the same, another price or text, or null for withdrawn. Null leaves
    /// all as they are. Two servers that differ in this alone are one shop on two days.
    /// </summary>
    public Func<SampleListing, SampleListing?>? Since { get; init; }

    /// <summary>Listings planted beside the bundled ones, each on the host its <see cref="SampleListing.Site"/> names: canaries.</summary>
    public IReadOnlyList<SampleListing> Planted { get; init; } = [];
}

/// <summary>
/// The sample shops of the demo and the tests: five sites as different as the real ones, served on loopback by one Kestrel and
/// told apart by the Host header, with a hostile sixth (<see cref="HostileHost"/>). <c>X.localhost</c> serves what <c>X.example</c> does, so that a person can open it in a browser.
/// </summary>
public static class SampleShops
{
    /// <summary>The five ordinary sites, those of the default crawler.json.</summary>
    public static IReadOnlyList<string> Hosts { get; } =
    [
        MarketplaceSite.HostName, FamilyShopSite.HostName, ClassifiedsSite.HostName, PageApplicationSite.HostName, SocialPageSite.HostName,
    ];

    /// <summary>The shop full of traps, served beside them and in no default configuration.</summary>
    public static string HostileHost => HostileShopSite.HostName;

    /// <summary>What <see cref="HostileHost"/> does to a crawler, and where.</summary>
    public static IReadOnlyList<HostileTrap> HostileTraps => HostileShopSite.Traps;

    /// <summary>Builds the server, not yet started; its <see cref="AccessLog"/> is a service of it (<see cref="AccessLogOf"/>).</summary>
    /// <param name="port">Port on 127.0.0.1, 0 for a free one (<see cref="PortOf"/> tells after the start).</param>
    /// <param name="options">Null for the bundled shops as they are.</param>
    public static WebApplication Build(int port, SampleShopOptions? options = null)
    {
        options ??= new SampleShopOptions();
        // The empty builder: neither ASPNETCORE_URLS nor an appsettings.json in the current folder may move the shops off loopback.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRouting();
        builder.Services.AddResponseCompression();
        // A slow-loris answer of the hostile shop never ends by itself; stopping must not wait for it.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.TryAddSingleton<AccessLog>();

        var app = builder.Build();
        var log = AccessLogOf(app);
        app.Use((context, next) =>
        {
            var request = context.Request;
            log.Add(new AccessLogEntry(
                ExampleHost(request.Host.Host), request.Path.ToUriComponent() + request.QueryString,
                request.Headers.UserAgent.ToString(), options.Time.GetUtcNow()));
            return next(context);
        });
        // Only the ordinary shops compress as real ones do: the hostile one answers for its bytes itself.
        app.UseWhen(
            context => Hosts.Contains(ExampleHost(context.Request.Host.Host), StringComparer.OrdinalIgnoreCase),
            ordinary => ordinary.UseResponseCompression());
        app.UseRouting();
        foreach (var site in Sites(options))
            site.Map(app.MapGroup("").RequireHost($"{site.Host}:*", $"{LocalHost(site.Host)}:*"));
        app.MapFallback(NoSuchShop);
        return app;
    }

    /// <summary>Requests the server has seen.</summary>
    public static AccessLog AccessLogOf(WebApplication app) => app.Services.GetRequiredService<AccessLog>();

    /// <summary>The port a started server listens on.</summary>
    public static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>The name under which a person's browser reaches a host of the shops: <c>x.example</c> as <c>x.localhost</c>.</summary>
    public static string LocalHost(string host) => host.Replace(".example", ".localhost", StringComparison.Ordinal);

    private static string ExampleHost(string host) => host.Replace(".localhost", ".example", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ISampleSite> Sites(SampleShopOptions options)
    {
        IReadOnlyList<SampleListing> Goods(string host) =>
        [
            .. SampleCatalogue.Of(host).Select(listing => options.Since is null ? listing : options.Since(listing)).OfType<SampleListing>(),
            .. options.Planted.Where(p => string.Equals(p.Site, host, StringComparison.OrdinalIgnoreCase)),
        ];

        yield return new MarketplaceSite(Goods(MarketplaceSite.HostName));
        yield return new FamilyShopSite(Goods(FamilyShopSite.HostName));
        yield return new ClassifiedsSite(Goods(ClassifiedsSite.HostName), options.Time);
        yield return new PageApplicationSite(Goods(PageApplicationSite.HostName));
        yield return new SocialPageSite(Goods(SocialPageSite.HostName));
        yield return new HostileShopSite(Goods(HostileShopSite.HostName), options.Time);
    }

    private static Task NoSuchShop(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"404 {context.Request.Host.Host}\n", context.RequestAborted);
    }
}
