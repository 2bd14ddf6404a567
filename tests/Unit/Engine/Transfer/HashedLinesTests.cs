using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Transfer;

namespace Signalbox.Unit.Engine.Transfer;

public sealed class HashedLinesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    [InlineData(131_072)]
    public async Task Read_OfLinesOfAnyLength_GivesEachAndTheSumOfAll(int length)
    {
        string[] lines = ["first", new string('x', length), "", "ü last without an end"];
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        using var stream = new MemoryStream(bytes);
        using var read = new HashedLines(stream);
        var found = new List<string>();
        while (await read.ReadAsync(TestContext.Current.CancellationToken) is { } line)
        {
            found.Add(Encoding.UTF8.GetString(line.Span));
        }

        Assert.Equal(lines, found);
        Assert.Equal(4, read.Number);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), read.Sum());
    }
}
