namespace Signalbox.Engine.Agents.Cli;

/// <summary>Understands the output of one attempt, line by line.</summary>
internal interface ICliStream
{
    /// <summary>Takes the next line, without its line end. Never throws on what an agent wrote.</summary>
    void Line(string line);

    /// <summary>What the stream said, once all lines were taken.</summary>
    CliStreamResult Finish();
}
