using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;

namespace Ecom389.Monitor.Web;

/// <summary>
/// Gives the site's cookies the prefix <c>__Host-</c> wherever the request came by HTTPS (draft-ietf-httpbis-rfc6265bis, 4.1.3.2): a browser takes such a
/// cookie only from this very host, over TLS, for the whole site, so that no neighbouring host and nobody on the wire can plant one. On plain HTTP,
/// which the site speaks on loopback, browsers refuse the prefix and the plain names stand. Inside the site there is one name for each.
/// </summary>
internal static class HostCookies
{
    public const string Prefix = "__Host-";

    /// <summary>What the names of all cookies begin with that somebody could gain by planting; the language's is none.</summary>
    private const string Ours = "ecom389";

    /// <summary>Before everything that reads or writes cookies. Believes a TLS proxy on this machine that the request came by HTTPS.</summary>
    public static void Use(WebApplication app)
    {
        // The scheme alone: addresses of clients stay those of the connection, and what the proxy wrote of them stays to be seen.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto });
        app.Use(async (context, next) =>
        {
            if (context.Request.IsHttps)
            {
                context.Request.Headers.Cookie = Read(context.Request.Headers.Cookie.ToString());
                // Registered first, run last: after sessions and notices have written theirs.
                context.Response.OnStarting(static state =>
                {
                    Write(((HttpContext)state).Response.Headers);
                    return Task.CompletedTask;
                }, context);
            }

            await next(context);
        });
    }

    /// <summary>The cookies as the site knows them: those of this host by their own names, others that bear these names left out.</summary>
    private static string Read(string header) => string.Join("; ", header
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(pair => !pair.StartsWith(Ours, StringComparison.Ordinal))
        .Select(pair => pair.StartsWith(Prefix + Ours, StringComparison.Ordinal) ? pair[Prefix.Length..] : pair));

    private static void Write(IHeaderDictionary headers)
    {
        if (headers.SetCookie.Count == 0) return;
        headers.SetCookie = headers.SetCookie.Select(written =>
        {
            if (written is null || !written.StartsWith(Ours, StringComparison.Ordinal) || !SetCookieHeaderValue.TryParse(written, out var cookie)) return written;
            (cookie.Name, cookie.Path, cookie.Secure, cookie.Domain) = (Prefix + cookie.Name, "/", true, default);
            return cookie.ToString();
        }).ToArray();
    }
}
