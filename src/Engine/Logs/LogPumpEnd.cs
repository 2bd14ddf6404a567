namespace Signalbox.Engine.Logs;

/// <summary>Why a pump stopped.</summary>
public enum LogPumpEnd
{
    /// <summary>The process has ended, every byte is stored and the stream is marked complete.</summary>
    Complete = 0,

    /// <summary>The store refused: another server holds the run, or has written on. Nothing of ours was stored since.</summary>
    Refused = 1,
}
