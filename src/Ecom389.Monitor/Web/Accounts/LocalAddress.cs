namespace Ecom389.Monitor.Web.Accounts;

/// <summary>Where somebody is sent after signing in: only ever within the site.</summary>
public static class LocalAddress
{
    /// <summary>The address when it is one of this site, else the queue. <c>//host</c> and <c>/\host</c> are other hosts to a browser.</summary>
    public static string OrQueue(string? address) =>
        address is ['/', .. var rest] && !(rest is ['/' or '\\', ..]) && !address.Any(char.IsControl) ? address : "/hang-doi";
}
