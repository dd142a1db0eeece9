namespace Ecom389.Monitor.Commands;

/// <summary>What the process says to the shell that called it.</summary>
internal static class ExitCodes
{
    /// <summary>Done; a robots refusal or a page limit is done.</summary>
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>Bad arguments, configuration, pack, definition or model.</summary>
    public const int BadInput = 2;

    /// <summary>Done in part: the error stream says what is missing.</summary>
    public const int Partial = 3;
}
