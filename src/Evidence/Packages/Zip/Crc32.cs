namespace Ecom389.Monitor.Evidence.Packages.Zip;

/// <summary>CRC-32 as ZIP uses it (ISO 3309, polynomial EDB88320).</summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    private uint _state;

    public static Crc32 Begin() => new() { _state = uint.MaxValue };

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var value in bytes) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        _state = state;
    }

    public readonly uint Value => ~_state;

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
