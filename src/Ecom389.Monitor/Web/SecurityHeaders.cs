namespace Ecom389.Monitor.Web;

/// <summary>
/// Headers on every answer (OWASP Secure Headers, ASVS 4.0.3 V14.4). Pages show what strangers wrote: nothing may run, load or
/// frame that is not the site's own, and outside links must not learn which matter was open.
/// </summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        // Word for word what antiforgery asks for; anything else it overrides with a warning.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
    }
}
