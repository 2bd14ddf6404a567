using System.Text;
using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

public sealed class OutputLinesTests
{
    private readonly List<(string Line, long End)> _lines = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Append_AnyPieces_GivesTheSameLines(int size)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFFfirst\r\n\nsmörgås\nlast");
        var lines = new OutputLines((line, end) => _lines.Add((line, end)));

        foreach (var piece in bytes.Chunk(size))
        {
            lines.Append(piece);
        }

        lines.Complete();

        Assert.Equal(["first", "", "smörgås", "last"], _lines.Select(line => line.Line).ToArray());
        Assert.Equal(bytes.Length, _lines[^1].End);
        Assert.Equal(10, _lines[0].End);
    }

    [Fact]
    public void Append_LineOverTheCap_IsCountedAndLeftOut()
    {
        var lines = new OutputLines((line, end) => _lines.Add((line, end)), maxLineBytes: 8);

        lines.Append("12345678\n123456789\nok\n1234567890123"u8);
        lines.Complete();

        Assert.Equal(["12345678", "ok"], _lines.Select(line => line.Line).ToArray());
        Assert.Equal(2, lines.TooLong);
    }
}
