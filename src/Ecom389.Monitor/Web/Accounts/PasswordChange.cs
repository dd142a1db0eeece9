namespace Ecom389.Monitor.Web.Accounts;

/// <summary>Keeps a person with a one-time password from everything but choosing their own.</summary>
public static class PasswordChange
{
    public const string Path = "/tai-khoan/mat-khau";

    private static readonly string[] Allowed = [Path, "/dang-xuat", "/dang-nhap", "/health", "/loi"];

    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (Person.Of(context.User) is not { MustChangePassword: true } || Allowed.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
            return next(context);
        context.Response.Redirect(Path);
        return Task.CompletedTask;
    }
}
