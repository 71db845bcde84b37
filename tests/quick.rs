mod pay_worlds {
    #[path = "/work/main/tests/it/pay_worlds/accounts.rs"]
    mod accounts;
    #[path = "/work/main/tests/it/pay_worlds/answers.rs"]
    mod answers;
    #[path = "/work/main/tests/it/pay_worlds/lab.rs"]
    mod lab;
    #[path = "/work/main/tests/it/pay_worlds/levers.rs"]
    mod levers;
}
