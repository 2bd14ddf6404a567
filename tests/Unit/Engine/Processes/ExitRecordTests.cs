using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

public sealed class ExitRecordTests
{
    [Theory]
    [InlineData("exit.0", 0, ProcessEnd.Exited, 0)]
    [InlineData("exit.3.left.12", 3, ProcessEnd.Exited, 12)]
    [InlineData("exit.143.stopped", 143, ProcessEnd.Stopped, 0)]
    [InlineData("exit.137.timedout", 137, ProcessEnd.TimedOut, 0)]
    [InlineData("exit.137.limit", 137, ProcessEnd.OutputLimit, 0)]
    [InlineData("exit.127.startfailed", 127, ProcessEnd.StartFailed, 0)]
    public void TryParse_RecordOfEachKind_IsItsOwnName(string name, int code, ProcessEnd end, int left)
    {
        Assert.True(ExitRecord.TryParse(name, out var record));
        Assert.Equal(new ExitRecord(code, end, left), record);
        Assert.Equal(name, record.FileName);
    }

    [Theory]
    [InlineData("exit.pending")]
    [InlineData("exit.")]
    [InlineData("exit.-1")]
    [InlineData("exit.0.unknown")]
    [InlineData("exit.0.left.x")]
    [InlineData("identity.json")]
    public void TryParse_AnyOtherFile_IsNoRecord(string name) => Assert.False(ExitRecord.TryParse(name, out _));
}
