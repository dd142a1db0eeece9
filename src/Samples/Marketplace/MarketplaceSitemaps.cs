using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.Marketplace;

/// <summary>robots.txt (RFC 9309), a sitemap index and its two sitemaps (sitemaps.org 0.9), one of them a .gz file.</summary>
internal static class MarketplaceSitemaps
{
    private static readonly XNamespace Schema = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<SampleListing> goods, IEnumerable<string> categories)
    {
        routes.MapGet("/robots.txt", (HttpRequest request) => Answers.Text($"""
            # Chợ Công Nghệ
            User-agent: *
            Disallow: /gio-hang
            Disallow: /tai-khoan/
            Disallow: /tim-kiem
            Disallow: /*?*sap-xep=
            Disallow: /*?*gia=
            Allow: /tai-nguyen/

            User-agent: BadBot
            Disallow: /

            Sitemap: {Answers.Origin(request)}/sitemap.xml

            """));
        routes.MapGet("/sitemap.xml", (HttpRequest request) => Xml(new XElement(Schema + "sitemapindex",
            SitemapOf(request, "sitemap", "/sitemap-danh-muc.xml", "2026-11-15"),
            SitemapOf(request, "sitemap", "/sitemap-san-pham-1.xml.gz", "2026-11-15"))));
        routes.MapGet("/sitemap-danh-muc.xml", (HttpRequest request) => Xml(new XElement(Schema + "urlset",
            categories.Select(slug => SitemapOf(request, "url", $"/danh-muc/{slug}", "2026-11-15")))));
        routes.MapGet("/sitemap-san-pham-1.xml.gz", (HttpRequest request) => Gzip(new XElement(Schema + "urlset",
            goods.Select(g => SitemapOf(request, "url", g.PathAndQuery, g.PostedAt)))));
    }

    private static XElement SitemapOf(HttpRequest request, string element, string path, string lastModified) =>
        new(Schema + element, new XElement(Schema + "loc", Answers.Origin(request) + path), new XElement(Schema + "lastmod", lastModified));

    private static IResult Xml(XElement root) => Results.Content(Declared(root), "application/xml; charset=utf-8");

    private static IResult Gzip(XElement root)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Declared(root)));
        // A file that happens to be gzip, not a content encoding: that is how sitemaps.org has it.
        return Results.Bytes(packed.ToArray(), "application/gzip");
    }

    private static string Declared(XElement root) => """<?xml version="1.0" encoding="UTF-8"?>""" + "\n" + root;
}
