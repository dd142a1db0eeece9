using System.Net.Sockets;
using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>What a failure of the server means: whether waiting helps, and how it is said to a person.</summary>
internal static class PostgresFaults
{
    /// <summary>How long reads and writes wait for a server that went away: a restart takes less, an outage is better reported.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <summary>Milliseconds at first, two seconds at most, never the same for two that collided.</summary>
    public static TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, Math.Min(2_000, 4 << Math.Min(attempt, 9))));

    /// <summary>True when the connection broke or could not be had, and another may be had later.</summary>
    public static bool IsAway(Exception failure) => failure switch
    {
        PostgresException server => server.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections,
        NpgsqlException broken => broken.InnerException is SocketException or IOException or TimeoutException || broken.IsTransient,
        SocketException => true,
        _ => false,
    };

    /// <summary>The failure to open a store as one sentence that names the server and no secret; null for a failure of another kind.</summary>
    public static string? Sentence(Exception failure, StoreAddress address) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            $"máy chủ từ chối người dùng hoặc mật khẩu / the server refuses user '{address.User}' or the password.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"không có cơ sở dữ liệu '{address.Database}' / there is no database '{address.Database}'; make it with: createdb {address.Database}",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } server =>
            $"người dùng thiếu quyền / user '{address.User}' lacks a right: {server.MessageText}",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "máy chủ hết kết nối / the server has no connection left (max_connections).",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => "máy chủ đang khởi động / the server is starting or stopping; try again in a moment.",
        PostgresException server => $"máy chủ báo lỗi / the server says: {server.MessageText} ({server.SqlState})",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "máy chủ không trả lời / the server does not answer.",
        NpgsqlException { InnerException: { } inner } => $"không kết nối được máy chủ / the server cannot be reached: {inner.Message}",
        NpgsqlException other => $"không kết nối được máy chủ / the server cannot be reached: {other.Message}",
        SocketException socket => $"không kết nối được máy chủ / the server cannot be reached: {socket.Message}",
        _ => null,
    };

    /// <summary>The refusal that a person reads.</summary>
    public static InvalidInputException Refusal(StoreAddress address, string sentence) => new(new InputError(address.ToString(), null, "--store", sentence));
}
