namespace Ecom389.Monitor.Tests;

/// <summary>The data that lies beside the repository and never enters it.</summary>
internal static class SharedData
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Root { get; } = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data")) is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Why a test that needs it is skipped; null where it is there.</summary>
    public static string? Missing => Root is null ? "../shared/data is not beside the repository" : null;

    public static string PathOf(params string[] parts) => Path.Combine([Root!, .. parts]);
}

/// <summary>A test that reads the shared data; counted as skipped, visibly, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.Missing;
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.Missing;
}
